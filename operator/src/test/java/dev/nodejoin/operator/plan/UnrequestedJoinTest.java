package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.TOKEN;
import static dev.nodejoin.operator.plan.JoinSnapshots.UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.aNode;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine that asked by itself: its request of the inbox, from the first look to a Node. */
class UnrequestedJoinTest {
    private static final TokenId CLASSIC = new TokenId("clas51");
    private static final String KUBEADMS = "system:bootstrappers:kubeadm:default-node-token";

    /** Of the machine that Csr calls "machine". */
    private static JoinSnapshots anInboxRequest() {
        return aRequest().asking("""
                {'identity': {'publicKey': "%s"},
                 'unrequested': {'requester': 'system:bootstrap:clas51', 'tokenID': 'clas51', 'publicKeySHA256': '%s',
                                 'certificateRequest': {'name': 'csr-0', 'uid': 'u'}, 'firstSeen': '2026-03-01T07:59:00Z'}}
                """.formatted(Csr.publicKeyPem("machine").replace("\n", "\\n"), Csr.keyOf("machine")));
    }

    private static JoinSnapshots anApprovedOne() {
        return anInboxRequest().approved().holding(1);
    }

    private static Csr asked(String name) {
        return csr(name).madeWith(CLASSIC).inGroup(KUBEADMS);
    }

    @Test
    void before_it_is_approved_it_gets_and_holds_nothing() {
        var plan = anInboxRequest().with(asked("csr-1")).published().settled();

        assertThat(condition(plan, ACCEPTED)).isEqualTo("True Accepted");
        assertThat(condition(plan, APPROVED)).isEqualTo("False AwaitingApproval");
        assertThat(plan.effect()).isEqualTo(new Effect.None());
        assertThat(plan.status().token()).isNull();
    }

    @Test
    void approved_it_holds_its_name_and_mints_nothing() {
        var plan = anInboxRequest().approved().with(asked("csr-1")).settled();

        assertThat(plan.effect()).isInstanceOfSatisfying(Effect.HoldName.class, hold -> {
            assertThat(hold.hold().holder().uid()).isEqualTo(UID);
            assertThat(hold.hold().tokenId()).isNotEqualTo(CLASSIC);
        });
        assertThat(condition(plan, CREDENTIAL_ISSUED)).isEqualTo("True BroughtAlong");
        assertThat(condition(plan, HANDED_OVER)).isEqualTo("True BroughtAlong");
        assertThat(plan.status().token()).isNull();
        assertThat(plan.status().handOff()).isNull();
    }

    @Test
    void what_the_machine_asks_for_is_claimed_then_approved() {
        var story = anApprovedOne().with(asked("csr-1"));

        assertThat(story.settled().effect())
                .isEqualTo(new Effect.Approve(asked("csr-1").facts()));
        assertThat(Objects.requireNonNull(story.status().certificate()).requestName())
                .isEqualTo("csr-1");
    }

    @Test
    void of_many_the_newest_undecided_is_approved_however_many_there_are() {
        var story = anApprovedOne();
        for (var number = 10; number < 50; number++)
            story.with(asked("csr-" + number).createdAt(NOW.minusSeconds(100 - number)));

        assertThat(story.settled().effect())
                .isInstanceOfSatisfying(
                        Effect.Approve.class,
                        approve -> assertThat(approve.request().name()).isEqualTo("csr-49"));
    }

    @Test
    void another_key_another_name_another_token_or_one_of_ours_is_never_approved() {
        assertDenied(asked("csr-1").by("thief"), Refusal.Reason.KEY_MISMATCH);
        assertDenied(asked("csr-1").forNode("worker-2"), Refusal.Reason.SUBJECT_MISMATCH);
        assertIgnored(asked("csr-1").madeWith(new TokenId("other0")));
        assertIgnored(asked("csr-1").inGroup("system:bootstrappers:nodejoin"));
        assertIgnored(asked("csr-1").forSigner("kubernetes.io/kube-apiserver-client"));
    }

    private static void assertDenied(Csr asked, Refusal.Reason reason) {
        assertThat(anApprovedOne().with(asked).settled().effect())
                .isInstanceOfSatisfying(
                        Effect.Deny.class,
                        deny -> assertThat(deny.verdict().refusals().getFirst().reason())
                                .isEqualTo(reason));
    }

    private static void assertIgnored(Csr asked) {
        assertThat(anApprovedOne().with(asked).settled().effect()).isEqualTo(new Effect.None());
    }

    @Test
    void a_minted_tokens_request_is_not_judged_as_one_of_the_inbox() {
        var plan = JoinSnapshots.aLiveRequest()
                .with(csr("csr-1").madeWith(TOKEN).inGroup(KUBEADMS))
                .settled();

        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void denied_all_that_it_asks_for_is_denied() {
        var denied = anInboxRequest()
                .published()
                .deniedBy("alice", "unknown machine")
                .with(asked("csr-1"));
        assertThat(denied.settled().effect()).isInstanceOfSatisfying(Effect.Deny.class, deny -> {
            assertThat(deny.verdict().refusals().getFirst().reason()).isEqualTo(Refusal.Reason.REQUEST_DENIED);
            assertThat(deny.verdict().message()).contains("alice", "unknown machine");
        });
        assertThat(denied.plan().status().conditions()).isNotEmpty();

        var over = anInboxRequest()
                .published()
                .deniedBy("alice", null)
                .with(asked("csr-1").denied("RequestDenied", "no"));
        assertThat(over.settled().effect()).isEqualTo(new Effect.None());
    }

    @Test
    void a_denial_of_any_other_request_denies_no_certificate_request() {
        var plan = aRequest()
                .published()
                .deniedBy("alice", null)
                .with(csr("csr-1"))
                .settled();

        assertThat(plan.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void denied_after_approval_gives_the_name_back() {
        var plan = anApprovedOne().deniedBy("alice", null).settled();

        assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
    }

    @Test
    void the_name_of_a_node_or_of_another_request_is_not_taken() {
        var exists = anInboxRequest()
                .approved()
                .withNode(aNode())
                .with(asked("csr-1"))
                .settled();
        assertThat(condition(exists, CREDENTIAL_ISSUED)).isEqualTo("False NodeExists");
        assertThat(exists.effect()).isEqualTo(new Effect.None());

        var held =
                anInboxRequest().approved().heldByAnother().with(asked("csr-1")).settled();
        assertThat(condition(held, CREDENTIAL_ISSUED)).isEqualTo("False NameHeld");
        assertThat(held.effect()).isEqualTo(new Effect.None());
    }

    @Test
    void suspended_unprotected_or_overdue_nothing_is_approved() {
        assertThat(anApprovedOne().suspended().with(asked("csr-1")).settled().effect())
                .isEqualTo(new Effect.None());
        assertThat(anApprovedOne().unprotected().with(asked("csr-1")).settled().effect())
                .isEqualTo(new Effect.None());
        var overdue = anApprovedOne().with(asked("csr-1")).settledAt(NOW.plusSeconds(86_400));
        assertThat(condition(overdue, APPROVED)).isEqualTo("False Expired");
        assertThat(overdue.effect()).isInstanceOf(Effect.FreeName.class);
    }

    @Test
    void its_certificate_and_its_node_are_followed_to_the_end() {
        var story = anApprovedOne()
                .claiming("csr-1", "machine")
                .with(asked("csr-1").approvedAt(NOW).signed());
        assertThat(condition(story.settled(), CERTIFICATE_ISSUED)).isEqualTo("True Issued");

        story.withNode(aNode(NODE_UID, NOW.plusSeconds(1)));
        var plan = story.settledAt(NOW.plusSeconds(2));
        assertThat(condition(plan, ConditionType.READY)).isEqualTo("True Ready");
        assertThat(plan.effect())
                .as("the key, which is pinned, is remembered for this Node")
                .isInstanceOfSatisfying(
                        Effect.HoldName.class,
                        remembered -> assertThat(remembered.hold().nodeUid()).contains(NODE_UID));
    }

    @Test
    void an_origin_that_can_not_be_true_is_not_accepted() {
        var otherKey = anInboxRequest().asking("""
                {'unrequested': {'requester': 'system:bootstrap:clas51', 'tokenID': 'clas51', 'publicKeySHA256': 'sha256:0',
                                 'certificateRequest': {'name': 'csr-0', 'uid': 'u'}, 'firstSeen': 'x'}}
                """);
        assertThat(condition(otherKey.approved().settled(), ACCEPTED)).isEqualTo("False OutOfBounds");
        var noToken = anInboxRequest().asking("{'unrequested': {'tokenID': 'x'}}");
        assertThat(condition(noToken.approved().settled(), ACCEPTED)).isEqualTo("False OutOfBounds");
    }

    @Test
    void time_is_waited_for_where_it_changes_something() {
        assertThat(anApprovedOne().settled().lookAgainAt())
                .isEqualTo(Optional.of(Instant.parse("2026-03-02T08:00:00Z")));
    }

    private static String condition(JoinPlan plan, ConditionType type) {
        return Conditions.of(plan.status().conditions(), type)
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .orElse("absent");
    }
}
