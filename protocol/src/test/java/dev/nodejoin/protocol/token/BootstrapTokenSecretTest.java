package dev.nodejoin.protocol.token;

import static dev.nodejoin.protocol.token.TokenUsage.AUTHENTICATION;
import static dev.nodejoin.protocol.token.TokenUsage.SIGNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTokenSecretTest {
    private static final BootstrapToken TOKEN = BootstrapToken.parse("07401b.f395accd246ae52d");
    private static final Instant EXPIRY = Instant.parse("2030-01-31T12:00:00Z");
    private static final String GROUP = "system:bootstrappers:nodejoin";

    @Test
    void the_secret_has_the_keys_that_kubernetes_reads() {
        var secret = BootstrapTokenSecret.of(
                        TOKEN, EXPIRY, Set.of(AUTHENTICATION, SIGNING), List.of(GROUP, GROUP + ":b"))
                .withDescription("worker-1");

        assertThat(secret.data())
                .isEqualTo(Map.of(
                        "token-id", "07401b",
                        "token-secret", "f395accd246ae52d",
                        "description", "worker-1",
                        "expiration", "2030-01-31T12:00:00Z",
                        "usage-bootstrap-authentication", "true",
                        "usage-bootstrap-signing", "true",
                        "auth-extra-groups", "system:bootstrappers:nodejoin,system:bootstrappers:nodejoin:b"));
    }

    @Test
    void keys_that_would_be_empty_are_left_out() {
        var secret = BootstrapTokenSecret.of(TOKEN, EXPIRY, Set.of(), List.of());

        assertThat(secret.data()).containsOnlyKeys("token-id", "token-secret", "expiration");
    }

    @Test
    void a_tombstone_keeps_the_expiry_and_nothing_that_authenticates() {
        var tombstone = BootstrapTokenSecret.tombstone(TOKEN.id(), EXPIRY);

        assertThat(tombstone.data()).isEqualTo(Map.of("token-id", "07401b", "expiration", "2030-01-31T12:00:00Z"));
        assertThat(tombstone.isTombstone()).isTrue();
        assertThat(tombstone.token()).isEmpty();
    }

    @Test
    void parts_of_a_second_are_cut_off() {
        assertThat(BootstrapTokenSecret.tombstone(TOKEN.id(), EXPIRY.plusMillis(999))
                        .expiration())
                .contains(EXPIRY);
    }

    @Test
    void kubeadms_own_secret_is_read() {
        var secret = BootstrapTokenSecret.parse(
                "bootstrap-token-07401b",
                Map.of(
                        "auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token",
                        "expiration", "2030-01-31T14:00:00+02:00",
                        "token-id", "07401b",
                        "token-secret", "f395accd246ae52d",
                        "usage-bootstrap-authentication", "true",
                        "usage-bootstrap-signing", "false"));

        assertThat(secret)
                .isEqualTo(BootstrapTokenSecret.of(
                        TOKEN,
                        EXPIRY,
                        Set.of(AUTHENTICATION),
                        List.of("system:bootstrappers:kubeadm:default-node-token")));
        assertThat(secret.token()).contains(TOKEN);
    }

    @Test
    void a_secret_without_expiration_never_expires() {
        assertThat(read(Map.of()).expiration()).isEmpty();
    }

    @Test
    void a_secret_under_another_name_is_refused() {
        assertThatThrownBy(() -> BootstrapTokenSecret.parse("bootstrap-token-zzzzzz", with(Map.of())))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("bootstrap-token-07401b");
    }

    @Test
    void an_empty_token_secret_is_no_tombstone() {
        assertThatThrownBy(() -> read(Map.of("token-secret", "")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("16 characters");
    }

    @Test
    void usages_without_a_secret_are_refused() {
        var data = with(Map.of("usage-bootstrap-signing", "true"));
        data.remove("token-secret");

        assertThatThrownBy(() -> BootstrapTokenSecret.parse("bootstrap-token-07401b", data))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("usages");
    }

    @Test
    void a_usage_that_kubernetes_does_not_know_is_refused() {
        assertThatThrownBy(() -> read(Map.of("usage-bootstrap-dancing", "true")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("usage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system:masters",
                "system:bootstrappers:",
                "system:bootstrappers:Ops",
                "system:bootstrappers:a,",
                ",system:bootstrappers:a",
                "system:bootstrappers:a, system:bootstrappers:b",
                "system:bootstrappers:a\n"
            })
    void a_group_outside_the_bootstrappers_is_refused(String groups) {
        assertThatThrownBy(() -> read(Map.of("auth-extra-groups", groups)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("group");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2030-01-31",
                "2030-01-31T12:00Z",
                "2030-13-31T12:00:00Z",
                "2030-01-31T12:00:00",
                "+12030-01-31T12:00:00Z"
            })
    void an_expiration_that_go_could_not_read_is_refused(String expiration) {
        assertThatThrownBy(() -> read(Map.of("expiration", expiration)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("expiration");
    }

    @Test
    void an_expiration_that_go_could_not_write_is_refused() {
        assertThatThrownBy(() -> BootstrapTokenSecret.tombstone(TOKEN.id(), Instant.MAX))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("9999");
    }

    @Test
    void an_empty_expiration_is_none_as_for_kubeadm() {
        assertThat(read(Map.of("expiration", "")).expiration()).isEmpty();
        assertThat(read(Map.of("expiration", "")).isTombstone()).isFalse();
    }

    @Test
    void description_and_groups_have_limits() {
        var secret = BootstrapTokenSecret.of(TOKEN, EXPIRY, Set.of(), Collections.nCopies(64, GROUP))
                .withDescription("x".repeat(65_536));

        assertThat(secret.groups()).hasSize(64);
        assertThatThrownBy(() -> secret.withDescription("x".repeat(65_537))).hasMessageContaining("description");
        assertThatThrownBy(() -> BootstrapTokenSecret.of(TOKEN, EXPIRY, Set.of(), Collections.nCopies(65, GROUP)))
                .hasMessageContaining("more than 64");
    }

    @Test
    void nothing_prints_the_secret() {
        assertThat(BootstrapTokenSecret.of(TOKEN, EXPIRY, Set.of(), List.of()).toString())
                .doesNotContain("f395");
    }

    @Property
    void whatever_is_written_is_read_back(
            @ForAll long seed,
            @ForAll @LongRange(min = 0, max = 253_402_300_799L) long expiry,
            @ForAll @StringLength(max = 50) String description,
            @ForAll Set<TokenUsage> usages) {
        var secret = BootstrapTokenSecret.of(
                        BootstrapToken.random(new Random(seed)), Instant.ofEpochSecond(expiry), usages, List.of(GROUP))
                .withDescription(description);

        assertThat(BootstrapTokenSecret.parse(secret.name(), secret.data())).isEqualTo(secret);
    }

    @Property
    void any_value_under_any_key_is_read_or_malformed(@ForAll("keys") String key, @ForAll String value) {
        try {
            assertThat(read(Map.of(key, value)).id()).isEqualTo(TOKEN.id());
        } catch (MalformedInputException e) {
            assertThat(e).hasMessageNotContaining("f395");
        }
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(
                "token-id",
                "token-secret",
                "expiration",
                "auth-extra-groups",
                "description",
                "usage-bootstrap-signing");
    }

    private static BootstrapTokenSecret read(Map<String, String> changes) {
        return BootstrapTokenSecret.parse("bootstrap-token-07401b", with(changes));
    }

    private static Map<String, String> with(Map<String, String> changes) {
        var data = new HashMap<>(Map.of("token-id", "07401b", "token-secret", "f395accd246ae52d"));
        data.putAll(changes);
        return data;
    }
}
