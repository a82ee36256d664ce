package dev.nodejoin.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTokenTest {
    private static final String TEXT = "07401b.f395accd246ae52d";

    @Test
    void a_token_is_read_and_written_unchanged() {
        assertThat(BootstrapToken.parse(TEXT).reveal()).isEqualTo(TEXT);
    }

    @Test
    void a_token_knows_its_user_and_its_secret() {
        var token = BootstrapToken.parse(TEXT);

        assertThat(token.userName()).isEqualTo("system:bootstrap:07401b");
        assertThat(token.secretName()).isEqualTo("bootstrap-token-07401b");
        assertThat(TokenId.ofUserName(token.userName())).contains(token.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "07401b",
                "07401B.f395accd246ae52d",
                "07401b.F395ACCD246AE52D",
                "07401bf395accd246ae52dx",
                "07401b.f395accd246ae52",
                "07401b.f395accd246ae52d\n",
                " 07401b.f395accd246ae52d",
                "07401.bf395accd246ae52d",
                "07401é.f395accd246ae52d"
            })
    void a_malformed_token_is_refused_and_not_repeated(String text) {
        assertThatThrownBy(() -> BootstrapToken.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageNotContaining("395")
                .hasMessageContaining("characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "system:bootstrap:",
                "system:bootstrap:ABCDEF",
                "system:node:07401b",
                "system:bootstrap:07401bx"
            })
    void other_users_have_no_token_id(String user) {
        assertThat(TokenId.ofUserName(user)).isEmpty();
    }

    @Test
    void nothing_prints_the_secret() {
        var token = BootstrapToken.parse(TEXT);

        assertThat(token.toString()).contains("07401b").doesNotContain("f395");
        assertThat(token.secret().toString()).doesNotContain("f395");
    }

    @Test
    void tokens_are_equal_when_both_halves_are() {
        assertThat(BootstrapToken.parse(TEXT))
                .isEqualTo(BootstrapToken.parse(TEXT))
                .hasSameHashCodeAs(BootstrapToken.parse(TEXT));
        assertThat(BootstrapToken.parse(TEXT)).isNotEqualTo(BootstrapToken.parse("07401b.f395accd246ae52e"));
    }

    @Test
    void a_random_token_depends_on_the_given_source_alone() {
        assertThat(BootstrapToken.random(new Random(7))).isEqualTo(BootstrapToken.random(new Random(7)));
        assertThat(BootstrapToken.random(new SecureRandom())).isNotEqualTo(BootstrapToken.random(new SecureRandom()));
    }

    @Example
    void random_tokens_use_every_character_about_equally_often() {
        var random = new Random(1);
        var counts = new int[128];
        IntStream.range(0, 3600)
                .forEach(i ->
                        BootstrapToken.random(random).secret().reveal().chars().forEach(c -> counts[c]++));

        assertThat(IntStream.of(counts).filter(count -> count > 0))
                .hasSize(36)
                .allMatch(count -> count > 1400 && count < 1800);
    }

    @Property
    void whatever_is_generated_parses(@ForAll long seed) {
        var token = BootstrapToken.random(new Random(seed));

        assertThat(BootstrapToken.parse(token.reveal())).isEqualTo(token);
    }

    @Property
    void any_text_gives_a_token_or_is_malformed(@ForAll String text) {
        try {
            assertThat(BootstrapToken.parse(text).reveal()).isEqualTo(text);
        } catch (MalformedInputException e) {
            assertThat(e).hasMessageStartingWith("a ");
        }
    }
}
