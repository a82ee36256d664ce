package dev.nodejoin.operator.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.operator.plan.OwnAttempt;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a process remembers of a token, and when it forgets the secret. */
class AttemptsTest {
    private static final String UID = "5e0c2f5c";
    private static final BootstrapToken TOKEN = BootstrapToken.parse("abcdef.0123456789abcdef");

    private final Attempts attempts = new Attempts();

    @Test
    void the_secret_is_kept_while_a_signature_is_awaited_and_forgotten_at_the_hand_over() {
        attempts.minted(UID, TOKEN);
        attempts.proven(UID, TOKEN.id());
        attempts.unsigned(UID, TOKEN.id(), "no signature");
        assertThat(attempt().token()).contains(TOKEN);
        attempts.signed(UID, TOKEN.id());
        assertThat(attempt().token()).contains(TOKEN);
        assertThat(attempt().own()).isEqualTo(new OwnAttempt.Signed());
        attempts.handedOver(UID, TOKEN.id(), "hand-off-1");
        assertThat(attempt().token()).isEmpty();
    }

    @Test
    void looks_for_a_signature_are_counted_and_grow_rarer() {
        attempts.minted(UID, TOKEN);
        attempts.proven(UID, TOKEN.id());

        assertThat(attempts.unsigned(UID, TOKEN.id(), "first")).isEqualTo(Duration.ofMillis(200));
        assertThat(attempts.unsigned(UID, TOKEN.id(), "second")).isEqualTo(Duration.ofMillis(400));
        assertThat(attempt().own()).isEqualTo(new OwnAttempt.Unsigned(2, "second"));
    }

    @Test
    void a_burnt_token_that_was_never_signed_says_so_beyond_its_burial() {
        attempts.minted(UID, TOKEN);
        attempts.unsigned(UID, TOKEN.id(), "no signature");
        attempts.buried(UID, TOKEN.id());

        assertThat(attempt().own()).isEqualTo(new OwnAttempt.Failed("AwaitingSignature", "no signature"));
        assertThat(attempt().buried()).isTrue();
        assertThat(attempt().token()).isEmpty();
    }

    @Test
    void a_burnt_token_of_which_nothing_is_to_be_told_is_forgotten() {
        attempts.minted(UID, TOKEN);
        attempts.buried(UID, TOKEN.id());

        assertThat(attempt().own()).isEqualTo(new OwnAttempt.Unminted());
    }

    @Test
    void of_a_token_that_was_never_to_be_minted_nothing_is_to_be_buried() {
        attempts.unfit(UID, TOKEN.id(), "ClusterInfoMissing", "no cluster-info");

        assertThat(attempt().own()).isEqualTo(new OwnAttempt.Failed("ClusterInfoMissing", "no cluster-info"));
        assertThat(attempt().buried()).isTrue();
    }

    @Test
    void a_token_whose_minting_had_no_answer_is_buried_though_the_next_try_was_given_up() {
        attempts.minting(UID, TOKEN.id());
        attempts.unfit(UID, TOKEN.id(), "ClusterInfoMissing", "no cluster-info");

        assertThat(attempt().own()).isEqualTo(new OwnAttempt.Failed("ClusterInfoMissing", "no cluster-info"));
        assertThat(attempt().buried()).isFalse();
    }

    private Attempts.Attempt attempt() {
        return attempts.find(UID, TOKEN.id().value());
    }
}
