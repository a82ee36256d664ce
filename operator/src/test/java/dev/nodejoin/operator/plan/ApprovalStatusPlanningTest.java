package dev.nodejoin.operator.plan;

import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ApprovalConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalStatus;
import dev.nodejoin.api.v1alpha1.SpentOn;
import dev.nodejoin.policy.approval.SpecHash;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Match;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Worth;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ApprovalStatusPlanningTest {
    private static final Worth GENUINE = new Worth.Genuine("v1:sha256:1");
    private static final Worth TOO_OLD = new Worth.Unvouched(Instant.parse("2026-03-01T08:00:10Z"));

    @Test
    void what_matches_and_is_genuine_is_spent() {
        var status = plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.Matching("uid-1"));

        assertThat(status.spentOn()).isEqualTo(new SpentOn("uid-1", "2026-03-01T09:00:00.250Z"));
        assertThat(status.protection()).isEqualTo("v1:sha256:1");
        assertThat(said(status)).containsExactly("Matched True Matched", "Spent True Spent", "Void False Genuine");
    }

    @Test
    void what_is_void_is_not_spent_and_nobody_vouches_for_it() {
        var status = plan(NodeJoinApprovalStatus.EMPTY, TOO_OLD, new Match.Matching("uid-1"));

        assertThat(status.spentOn()).isNull();
        assertThat(status.protection()).isNull();
        assertThat(said(status))
                .containsExactly("Matched True Matched", "Spent False Unspent", "Void True OlderThanProtection");
        assertThat(message(status, ApprovalConditionType.VOID)).contains("2026-03-01T08:00:10Z", "create another");
    }

    @Test
    void what_expired_is_void() {
        var status =
                plan(NodeJoinApprovalStatus.EMPTY, new Worth.Expired("2026-03-01T08:30:00Z"), new Match.NoRequest());

        assertThat(said(status)).containsExactly("Matched False NoRequest", "Spent False Unspent", "Void True Expired");
    }

    @Test
    void what_does_not_match_says_why() {
        assertThat(said(plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.OtherNode("worker-2"))))
                .contains("Matched False OtherNode", "Spent False Unspent");
        assertThat(said(plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.OtherRole())))
                .contains("Matched False OtherRole");
        var other =
                plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.OtherSpecification(new SpecHash("v1:sha256:ab")));
        assertThat(said(other)).contains("Matched False OtherSpecification");
        assertThat(message(other, ApprovalConditionType.MATCHED)).contains("v1:sha256:ab");
    }

    @Test
    void what_is_spent_stays_spent_on_that_request_whatever_comes() {
        var spent = plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.Matching("uid-1"));

        var later = plan(spent, TOO_OLD, new Match.Spent("uid-1"));

        assertThat(later.spentOn()).isEqualTo(spent.spentOn());
        assertThat(said(later))
                .containsExactly("Matched True Matched", "Spent True Spent", "Void True OlderThanProtection");
    }

    @Test
    void while_the_protection_is_off_nothing_is_said_and_what_was_said_stays() {
        var off = new Worth.Unknown(List.of("gone"));

        assertThat(plan(NodeJoinApprovalStatus.EMPTY, off, new Match.Matching("uid-1")))
                .isSameAs(NodeJoinApprovalStatus.EMPTY);
        var spent = plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.Matching("uid-1"));
        assertThat(plan(spent, off, new Match.Spent("uid-1"))).isSameAs(spent);
    }

    @Test
    void a_condition_keeps_its_time_while_its_status_stays() {
        var first = plan(NodeJoinApprovalStatus.EMPTY, GENUINE, new Match.NoRequest());

        var later = ApprovalStatusPlanning.plan(
                first, new WrittenApprovalVerdict(GENUINE, new Match.OtherNode("w")), NOW.plusSeconds(60));

        assertThat(Objects.requireNonNull(later.conditions()))
                .extracting(Condition::getLastTransitionTime)
                .containsOnly("2026-03-01T09:00:00.250Z");
        assertThat(ApprovalStatusPlanning.plan(
                        first, new WrittenApprovalVerdict(GENUINE, new Match.NoRequest()), NOW.plusSeconds(60)))
                .isEqualTo(first);
    }

    private static NodeJoinApprovalStatus plan(NodeJoinApprovalStatus before, Worth worth, Match match) {
        return ApprovalStatusPlanning.plan(before, new WrittenApprovalVerdict(worth, match), NOW);
    }

    private static List<String> said(NodeJoinApprovalStatus status) {
        return Objects.requireNonNull(status.conditions()).stream()
                .map(condition -> condition.getType() + " " + condition.getStatus() + " " + condition.getReason())
                .toList();
    }

    private static String message(NodeJoinApprovalStatus status, ApprovalConditionType type) {
        return Objects.requireNonNull(status.conditions()).stream()
                .filter(condition -> type.label().equals(condition.getType()))
                .map(Condition::getMessage)
                .findFirst()
                .orElseThrow();
    }
}
