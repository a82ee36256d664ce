package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aCertifiedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.policy.certificate.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What bans do to joins, and what is said and done about the bans themselves. */
class BanPlannerTest {
    private static final Instant LATER = NOW.plusSeconds(60);

    @Nested
    class Joins {
        @Test
        void a_banned_name_beats_every_approval() {
            var plan = aLiveRequest().banned("worker-1", "", null).plan();

            assertThat(condition(plan, ACCEPTED)).isEqualTo("False Banned");
            assertThat(condition(plan, READY)).isEqualTo("False Banned");
            assertThat(message(plan)).isEqualTo("Banned by NodeJoinBan ban-1: stolen");
            assertThat(plan.status().token()).extracting(TokenStatus::state).isEqualTo(TokenState.REVOKING);
        }

        @Test
        void what_was_handed_over_is_buried_and_the_name_kept() {
            var plan = aLiveRequest().banned("worker-1", "", null).settled();
            assertThat(plan.effect()).isInstanceOf(Effect.Bury.class);

            var rest = aLiveRequest()
                    .banned("worker-1", "", null)
                    .token(TokenState.REVOKED)
                    .settled();
            assertThat(rest.effect()).isEqualTo(new Effect.None());
        }

        @Test
        void nothing_is_minted_or_recorded_for_it() {
            var approved = aRequest().approved().banned("worker-1", "", null).settled();
            assertThat(approved.effect()).isEqualTo(new Effect.None());
            var asked = aRequest()
                    .published()
                    .approvedBy("alice")
                    .banned("worker-1", "", null)
                    .settled();
            assertThat(asked.status().approved()).isNull();
        }

        @Test
        void a_pinned_key_is_banned_and_so_is_the_first_that_was_approved() {
            var pinned = aRequest()
                    .asking("{'identity': {'publicKey': %s}}".formatted(quoted(Csr.publicKeyPem("machine"))))
                    .approved()
                    .banned("", Csr.keyOf("machine"), null)
                    .plan();
            assertThat(condition(pinned, ACCEPTED)).isEqualTo("False Banned");
            var certified =
                    aCertifiedRequest().banned("", Csr.keyOf("machine"), null).plan();
            assertThat(condition(certified, ACCEPTED)).isEqualTo("False Banned");
        }

        @Test
        void a_signing_request_with_a_banned_key_is_denied_and_one_with_another_approved() {
            var denied = aLiveRequest()
                    .banned("", Csr.keyOf("machine"), null)
                    .with(csr("csr-1").by("machine"))
                    .settled();
            assertThat(denied.effect())
                    .isInstanceOfSatisfying(
                            Effect.Deny.class,
                            deny -> assertThat(deny.verdict().refusals())
                                    .extracting(Refusal::reason)
                                    .containsExactly(Refusal.Reason.BANNED));
            var free = aLiveRequest()
                    .banned("", Csr.keyOf("machine"), null)
                    .with(csr("csr-2").by("another"))
                    .settled();
            assertThat(free.effect()).isInstanceOf(Effect.Approve.class);
        }

        @Test
        void a_node_that_is_in_says_so() {
            var plan = aJoinedRequest().banned("worker-1", "", null).settled();
            assertThat(condition(plan, ACCEPTED)).isEqualTo("False Banned");
            assertThat(condition(plan, ConditionType.NODE_REGISTERED)).isEqualTo("True Registered");
        }

        @Test
        void another_name_or_key_is_none_of_its_business() {
            var free = aLiveRequest().plan();
            assertThat(aLiveRequest()
                            .banned("worker-2", Csr.keyOf("another"), null)
                            .plan())
                    .isEqualTo(free);
        }

        @Test
        void it_is_looked_at_again_when_the_ban_is_over_and_goes_on_then() {
            var banned = aRequest().approved().banned("worker-1", "", LATER);
            assertThat(banned.settled().lookAgainAt()).contains(LATER);
            assertThat(banned.settledAt(LATER).effect()).isInstanceOf(Effect.HoldName.class);
        }

        @Test
        void it_goes_on_when_the_ban_is_lifted() {
            var request = aRequest().approved().banned("worker-1", "", null);
            request.settled();
            assertThat(request.lifted().settled().effect()).isInstanceOf(Effect.HoldName.class);
        }

        @Test
        void a_denial_stays_a_denial() {
            var plan = aRequest()
                    .published()
                    .deniedBy("bob", "no")
                    .banned("worker-1", "", null)
                    .plan();
            assertThat(condition(plan, ConditionType.APPROVED)).isEqualTo("False Denied");
        }
    }

    @Nested
    class Bans {
        @Test
        void the_status_says_what_it_hits() {
            var plan = plan(byName(), Optional.of("uid-1"), List.of("nodejoin/b", "nodejoin/a"));

            assertThat(plan.status().hits()).isEqualTo("Node and 2 requests");
            assertThat(plan.status().node()).isEqualTo(new RegisteredNode("uid-1"));
            assertThat(plan.status().requests()).containsExactly("nodejoin/a", "nodejoin/b");
            assertThat(inForce(plan)).isEqualTo("True InForce");
        }

        @Test
        void it_says_so_in_few_words_whatever_it_hits() {
            assertThat(plan(byName(), Optional.empty(), List.of()).status().hits())
                    .isEqualTo("nothing");
            assertThat(plan(byName(), Optional.of("u"), List.of()).status().hits())
                    .isEqualTo("Node");
            assertThat(plan(byName(), Optional.empty(), List.of("n/a")).status().hits())
                    .isEqualTo("1 request");
        }

        @Test
        void the_list_of_requests_is_bounded_and_the_number_tells_all() {
            var many = IntStream.range(0, 40).mapToObj(i -> "nodejoin/r" + i).toList();
            var status = plan(byName(), Optional.empty(), many).status();
            assertThat(status.requests()).hasSize(16);
            assertThat(status.requestCount()).isEqualTo(40);
        }

        @Test
        void a_key_ban_tells_that_it_puts_no_node_out() {
            var plan = plan(facts(ban("", Csr.keyOf("machine"), null), false), Optional.empty(), List.of());
            assertThat(inForceOf(plan).getMessage()).contains("by its name only");
        }

        @Test
        void a_signing_request_with_any_bootstrap_token_is_denied() {
            var classic =
                    csr("csr-1").inGroup("system:bootstrappers:kubeadm:default").facts();
            assertThat(denials(byName(), classic)).containsExactly("csr-1");
            assertThat(denials(facts(ban("", Csr.keyOf("machine"), null), false), classic))
                    .containsExactly("csr-1");
            assertThat(denials(facts(ban("worker-2", "", null), false), classic))
                    .isEmpty();
            assertThat(denials(facts(ban("worker-1", "", NOW), false), classic)).isEmpty();
        }

        @Test
        void it_is_labelled_when_its_name_has_stood_in_the_index_long_enough() {
            assertThat(label(byName(), Optional.empty())).isFalse();
            assertThat(label(byName(), Optional.of(NOW.minusSeconds(9)))).isFalse();
            assertThat(label(byName(), Optional.of(NOW.minusSeconds(10)))).isTrue();
            assertThat(label(facts(ban("worker-1", "", null), true), Optional.of(NOW.minusSeconds(10))))
                    .isFalse();
        }

        @Test
        void a_ban_by_key_alone_is_labelled_at_once_for_no_write_is_judged_by_it() {
            assertThat(label(facts(ban("", Csr.keyOf("machine"), null), false), Optional.empty()))
                    .isTrue();
        }

        @Test
        void one_that_is_over_is_labelled_only_after_it_said_so() {
            var over = ban("worker-1", "", NOW);
            var first = plan(facts(over, false), Optional.empty(), List.of());
            assertThat(inForce(first)).isEqualTo("False Expired");
            assertThat(first.label()).isFalse();

            var second = plan(new BanFacts(over, 1, false, first.status()), Optional.empty(), List.of());
            assertThat(second.label()).isTrue();
            assertThat(second.status()).isEqualTo(first.status());
        }

        @Test
        void it_is_looked_at_again_when_it_is_over() {
            var soon = NOW.plusSeconds(5);
            assertThat(plan(facts(ban("worker-1", "", soon), false), Optional.empty(), List.of())
                            .lookAgainAt())
                    .isEqualTo(soon);
        }

        @Test
        void and_when_it_is_to_be_labelled() {
            var indexed = Optional.of(NOW.minusSeconds(3));
            assertThat(lookAgainAt(byName(), indexed)).isEqualTo(NOW.plusSeconds(7));
            assertThat(lookAgainAt(facts(ban("worker-1", "", null), true), indexed))
                    .isEqualTo(NOW.plusSeconds(30));
        }

        private Instant lookAgainAt(BanFacts facts, Optional<Instant> indexedSince) {
            return BanPlanner.plan(new BanSnapshot(facts, Optional.empty(), List.of(), List.of(), indexedSince), NOW)
                    .lookAgainAt();
        }

        @Test
        void the_index_has_each_name_in_force_once_and_as_a_whole_line() {
            var text = BanIndexText.of(
                    List.of(ban("b", "", null), ban("a", "", LATER), ban("b", "", LATER), ban("over", "", NOW)), NOW);
            assertThat(text).isEqualTo("\na\nb\n");
            assertThat(BanIndexText.names(text)).containsExactlyInAnyOrder("a", "b");
            assertThat(BanIndexText.of(List.of(ban("", "sha256:1", null)), NOW)).isEmpty();
        }

        private List<String> denials(BanFacts facts, CertificateRequestFacts request) {
            return BanPlanner.plan(
                            new BanSnapshot(facts, Optional.empty(), List.of(), List.of(request), Optional.empty()),
                            NOW)
                    .denials()
                    .stream()
                    .map(deny -> deny.request().name())
                    .toList();
        }

        private boolean label(BanFacts facts, Optional<Instant> indexedSince) {
            return BanPlanner.plan(new BanSnapshot(facts, Optional.empty(), List.of(), List.of(), indexedSince), NOW)
                    .label();
        }

        private BanPlan plan(BanFacts facts, Optional<String> node, List<String> requests) {
            return BanPlanner.plan(new BanSnapshot(facts, node, requests, List.of(), Optional.empty()), NOW);
        }

        private BanFacts byName() {
            return facts(ban("worker-1", "", null), false);
        }

        private BanFacts facts(Ban ban, boolean labelled) {
            return new BanFacts(ban, 1, labelled, NodeJoinBanStatus.EMPTY);
        }

        private Ban ban(String name, String key, @Nullable Instant until) {
            return new Ban(
                    "b",
                    Optional.of(name).filter(text -> !text.isEmpty()),
                    Optional.of(key).filter(text -> !text.isEmpty()),
                    Optional.ofNullable(until),
                    "");
        }

        private Condition inForceOf(BanPlan plan) {
            return BanPlanner.condition(plan.status()).orElseThrow();
        }

        private String inForce(BanPlan plan) {
            var condition = inForceOf(plan);
            return condition.getStatus() + " " + condition.getReason();
        }
    }

    private static String quoted(String pem) {
        return "'" + pem.replace("\n", "\\n") + "'";
    }

    private static String condition(JoinPlan plan, ConditionType type) {
        return Conditions.of(plan.status().conditions(), type)
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .orElse("");
    }

    private static String message(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), ACCEPTED).orElseThrow().getMessage();
    }
}
