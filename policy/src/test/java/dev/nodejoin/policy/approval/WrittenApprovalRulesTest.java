package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.ApprovalSnapshots.INTACT;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.LONG_AGO;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.NOW;
import static dev.nodejoin.policy.approval.Specifications.WORKER_1;
import static dev.nodejoin.policy.approval.Specifications.spec;
import static dev.nodejoin.policy.approval.WrittenApprovals.aWrittenApproval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.approval.Protection.Intact;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Match;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Worth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenApprovalRulesTest {
    private static final String UID = ApprovalSnapshots.UID;
    private static final AskedFor WORKER_1_ASKED = new AskedFor(UID, WORKER_1);
    private static final Instant SETTLED = LONG_AGO.plus(ApprovalRules.SETTLING);

    @Test
    void one_that_says_what_is_asked_for_is_spent_on_that_request() {
        var verdict = judge(aWrittenApproval());

        assertThat(verdict.isToBeSpent()).isTrue();
        assertThat(verdict.match()).isEqualTo(new Match.Matching(UID));
    }

    @Test
    void a_hash_stands_in_for_the_text() {
        assertThat(judge(aWrittenApproval().byHash()).isToBeSpent()).isTrue();
    }

    @Test
    void suspend_is_no_part_of_what_is_approved() {
        assertThat(judge(aWrittenApproval().approving(spec("{'nodeName': 'worker-1', 'suspend': true}")))
                        .isToBeSpent())
                .isTrue();
    }

    @Test
    void without_a_request_it_waits() {
        var verdict = judge(aWrittenApproval(), Optional.empty(), INTACT, LONG_AGO);

        assertThat(verdict.match()).isEqualTo(new Match.NoRequest());
        assertThat(verdict.isToBeSpent()).isFalse();
    }

    @Test
    void another_specification_is_not_approved() {
        var other = aWrittenApproval().approving(spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}"));

        assertThat(judge(other).match()).isEqualTo(new Match.OtherSpecification(SpecHash.of(WORKER_1)));
        assertThat(judge(other.byHash()).match()).isInstanceOf(Match.OtherSpecification.class);
        assertThat(judge(other).isToBeSpent()).isFalse();
    }

    @Test
    void a_field_spelled_out_with_its_default_is_another_specification() {
        assertThat(judge(aWrittenApproval().approving(spec("{'nodeName': 'worker-1', 'role': 'Worker'}")))
                        .match())
                .isInstanceOf(Match.OtherSpecification.class);
    }

    @Test
    void another_node_is_not_approved_whatever_the_hash_says() {
        assertThat(judge(aWrittenApproval().byHash().forNode("worker-2")).match())
                .isEqualTo(new Match.OtherNode("worker-1"));
        assertThat(judge(aWrittenApproval().byHash().forNode(null)).match()).isInstanceOf(Match.OtherNode.class);
    }

    @Test
    void one_that_says_nothing_approves_nothing() {
        assertThat(judge(aWrittenApproval().byHash(null)).isToBeSpent()).isFalse();
    }

    @Test
    void a_text_beats_a_hash_that_says_something_else() {
        var both = aWrittenApproval().byHash().approving(spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}"));

        assertThat(judge(both).isToBeSpent()).isFalse();
    }

    @Test
    void once_spent_it_is_never_spent_again() {
        var verdict = judge(aWrittenApproval().spentOn("an-earlier-request"));

        assertThat(verdict.match()).isEqualTo(new Match.Spent("an-earlier-request"));
        assertThat(verdict.isToBeSpent()).isFalse();
    }

    @Test
    void one_that_was_made_before_the_protection_had_settled_is_void() {
        assertThat(judge(aWrittenApproval().createdAt(SETTLED.minusSeconds(1))).worth())
                .isEqualTo(new Worth.Unvouched(SETTLED));
        assertThat(judge(aWrittenApproval().createdAt(SETTLED)).worth()).isInstanceOf(Worth.Genuine.class);
    }

    @Test
    void the_youngest_policy_decides() {
        var young = WrittenApprovals.CREATED.minusSeconds(5);
        var protection = protection(new ProtectingObject("B", "young", "b", 1, young));

        assertThat(judge(aWrittenApproval(), Optional.of(WORKER_1_ASKED), protection, LONG_AGO)
                        .worth())
                .isEqualTo(new Worth.Unvouched(young.plusSeconds(10)));
    }

    @Test
    void a_policy_that_was_edited_counts_from_when_it_was_first_seen() {
        var edited = protection(new ProtectingObject("B", "edited", "b", 2, LONG_AGO));
        var seen = WrittenApprovals.CREATED;

        assertThat(judge(aWrittenApproval(), Optional.of(WORKER_1_ASKED), edited, seen)
                        .worth())
                .isEqualTo(new Worth.Unvouched(seen.plusSeconds(10)));
        assertThat(judge(aWrittenApproval().createdAt(seen.plusSeconds(10)), Optional.of(WORKER_1_ASKED), edited, seen)
                        .worth())
                .isInstanceOf(Worth.Genuine.class);
    }

    @Test
    void what_was_vouched_for_under_this_very_protection_stays_so_when_another_process_looks() {
        var edited = protection(new ProtectingObject("B", "edited", "b", 2, LONG_AGO));
        var vouched = aWrittenApproval().vouchedForUnder(edited);

        assertThat(judge(vouched, Optional.of(WORKER_1_ASKED), edited, NOW).worth())
                .isEqualTo(new Worth.Genuine(edited.hash()));
        var editedAgain = protection(new ProtectingObject("B", "edited", "b", 4, LONG_AGO));
        assertThat(judge(vouched, Optional.of(WORKER_1_ASKED), editedAgain, NOW).worth())
                .isInstanceOf(Worth.Unvouched.class);
    }

    @Test
    void while_the_protection_is_broken_nothing_can_be_said() {
        var verdict = WrittenApprovalRules.judge(
                aWrittenApproval().build(),
                Optional.of(WORKER_1_ASKED),
                new Protection.Broken(List.of("gone")),
                LONG_AGO,
                NOW);

        assertThat(verdict.worth()).isEqualTo(new Worth.Unknown(List.of("gone")));
        assertThat(verdict.isToBeSpent()).isFalse();
    }

    @Test
    void from_its_expiry_on_it_is_void() {
        assertThat(judge(aWrittenApproval().expiresAt("2026-03-01T09:00:00.001Z"))
                        .worth())
                .isInstanceOf(Worth.Genuine.class);
        assertThat(judge(aWrittenApproval().expiresAt("2026-03-01T09:00:00Z")).worth())
                .isEqualTo(new Worth.Expired("2026-03-01T09:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "never", "2026-13-01T00:00:00Z"})
    void an_expiry_that_is_no_time_is_over(String text) {
        assertThat(judge(aWrittenApproval().expiresAt(text)).worth()).isEqualTo(new Worth.Expired(text));
    }

    @Test
    void an_expiry_may_be_written_in_any_zone() {
        assertThat(judge(aWrittenApproval().expiresAt("2026-03-01T10:30:00+01:00"))
                        .worth())
                .isInstanceOf(Worth.Genuine.class);
    }

    @Property
    void it_counts_only_for_the_request_that_it_was_spent_on_and_for_its_words(
            @ForAll boolean spentOnThis, @ForAll boolean sameWords, @ForAll @IntRange(min = 0, max = 20) int age) {
        var created = LONG_AGO.plusSeconds(age);
        var approval = aWrittenApproval()
                .createdAt(created)
                .approving(sameWords ? WORKER_1 : spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}"))
                .spentOn(spentOnThis ? UID : "another");

        assertThat(WrittenApprovalRules.counts(approval.build(), WORKER_1_ASKED, INTACT, LONG_AGO, NOW))
                .isEqualTo(spentOnThis && sameWords && age >= 10);
    }

    private static Intact protection(ProtectingObject object) {
        return new Intact(List.of(INTACT.objects().getFirst(), object));
    }

    private static WrittenApprovalVerdict judge(WrittenApprovals approval) {
        return judge(approval, Optional.of(WORKER_1_ASKED), INTACT, NOW.minus(Duration.ofSeconds(1)));
    }

    private static WrittenApprovalVerdict judge(
            WrittenApprovals approval, Optional<AskedFor> request, Intact protection, Instant since) {
        return WrittenApprovalRules.judge(approval.build(), request, protection, since, NOW);
    }
}
