package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.ApprovalSnapshots.INTACT;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.NOW;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.RECORDED_AT;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.aRequest;
import static dev.nodejoin.policy.approval.Specifications.WORKER_1;
import static dev.nodejoin.policy.approval.Specifications.spec;
import static dev.nodejoin.policy.approval.WrittenApprovals.aWrittenApproval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.policy.approval.ApprovalVerdict.Approved;
import dev.nodejoin.policy.approval.ApprovalVerdict.Awaiting;
import dev.nodejoin.policy.approval.ApprovalVerdict.Denied;
import dev.nodejoin.policy.approval.ApprovalVerdict.Lapsed;
import dev.nodejoin.policy.approval.ApprovalVerdict.Publish;
import dev.nodejoin.policy.approval.ApprovalVerdict.Recordable;
import dev.nodejoin.policy.approval.ApprovalVerdict.RequesterUnknown;
import dev.nodejoin.policy.approval.ApprovalVerdict.Unprotected;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies demand of an approval. */
class ApprovalTermsTest {
    private static final NodeJoinRequestSpec BY_OLIVIA = spec("{'nodeName': 'worker-1', 'requestedBy': 'olivia'}");
    private static final PolicyReference EDGE = new PolicyReference("edge", "sha256:01");
    private static final PolicyReference ALL = new PolicyReference("all", "sha256:02");
    private static final ApprovalTerms AUTOMATIC = new ApprovalTerms(true, 1, Optional.empty(), List.of(EDGE, ALL));

    private static ApprovalTerms expiring(Duration after) {
        return new ApprovalTerms(false, 1, Optional.of(after), List.of());
    }

    private static Awaiting awaiting(ApprovalSnapshots request, List<String> counted, int missing) {
        return new Awaiting(new ApprovalKey(request.key()), counted, List.of(), missing);
    }

    @Nested
    class SeveralPeople {
        private final ApprovalSnapshots request =
                aRequest().asking(BY_OLIVIA).published().takingApprovers(2);

        @Test
        void one_of_two_is_not_enough() {
            assertThat(request.judged()).isEqualTo(awaiting(request, List.of(), 2));
            assertThat(request.approvedBy("alice").judged()).isEqualTo(awaiting(request, List.of("alice"), 1));
        }

        @Test
        void two_of_two_are() {
            assertThat(request.approvedBy("alice").approvedBy("bob").judged())
                    .isEqualTo(new Recordable(List.of("alice", "bob"), List.of(), SpecHash.of(BY_OLIVIA)));
        }

        @Test
        void one_person_is_one_person_however_often_and_wherever_they_approve() {
            assertThat(request.approvedBy("alice")
                            .approvedBy("alice")
                            .writtenBy("alice")
                            .writtenBy("alice")
                            .judged())
                    .isEqualTo(awaiting(request, List.of("alice"), 1));
        }

        @Test
        void an_entry_and_an_object_of_two_people_are_two() {
            assertThat(request.approvedBy("alice").writtenBy("bob").judged())
                    .isEqualTo(new Recordable(List.of("alice", "bob"), List.of(), SpecHash.of(BY_OLIVIA)));
        }

        @Test
        void names_are_compared_letter_by_letter() {
            assertThat(request.approvedBy("alice").approvedBy("Alice").judged()).isInstanceOf(Recordable.class);
        }

        @Test
        void who_asks_is_none_of_them() {
            assertThat(request.approvedBy("olivia").approvedBy("alice").judged())
                    .isEqualTo(new Awaiting(new ApprovalKey(request.key()), List.of("alice"), List.of("olivia"), 1));
            assertThat(request.writtenBy("olivia").judged()).isInstanceOf(Awaiting.class);
        }

        @Test
        void nobody_counts_while_nobody_says_who_asks() {
            assertThat(aRequest()
                            .published()
                            .takingApprovers(2)
                            .approvedBy("alice")
                            .approvedBy("bob")
                            .judged())
                    .isEqualTo(new RequesterUnknown(2));
            assertThat(aRequest()
                            .asking(spec("{'nodeName': 'worker-1', 'requestedBy': ''}"))
                            .published()
                            .takingApprovers(2)
                            .judged())
                    .isEqualTo(new RequesterUnknown(2));
        }

        @Test
        void a_denial_beats_them_all() {
            assertThat(request.approvedBy("alice")
                            .approvedBy("bob")
                            .deniedBy("carl", "no")
                            .judged())
                    .isInstanceOf(Denied.class);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void it_always_takes_somebody(int approvers) {
            assertThat(aRequest().published().takingApprovers(approvers).judged())
                    .isInstanceOf(Awaiting.class);
        }
    }

    @Nested
    class WrittenDown {
        @Test
        void an_object_counts_as_an_entry_does() {
            assertThat(aRequest().published().writtenBy("alice").judged())
                    .isEqualTo(new Recordable(List.of("alice"), List.of(), SpecHash.of(WORKER_1)));
        }

        @Test
        void not_before_the_key_is_published() {
            assertThat(aRequest().writtenBy("alice").judged()).isInstanceOf(Publish.class);
        }

        @Test
        void not_before_it_is_spent_on_this_request() {
            assertThat(aRequest()
                            .published()
                            .written(aWrittenApproval().build())
                            .judged())
                    .isInstanceOf(Awaiting.class);
            assertThat(aRequest()
                            .published()
                            .written(aWrittenApproval().spentOn("another").build())
                            .judged())
                    .isInstanceOf(Awaiting.class);
        }

        @Test
        void not_for_another_request_of_that_name() {
            assertThat(aRequest()
                            .writtenBy("alice")
                            .withUid("created-again")
                            .published()
                            .judged())
                    .isInstanceOf(Awaiting.class);
        }

        @Test
        void not_for_another_specification() {
            assertThat(aRequest()
                            .writtenBy("alice")
                            .asking(spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}"))
                            .published()
                            .judged())
                    .isInstanceOf(Awaiting.class);
        }

        @Test
        void not_without_protection() {
            assertThat(aRequest()
                            .published()
                            .writtenBy("alice")
                            .unprotected("gone")
                            .judged())
                    .isInstanceOf(Unprotected.class);
        }

        @Test
        void an_object_of_nobody_counts_for_nothing() {
            assertThat(aRequest().published().writtenBy("").judged()).isInstanceOf(Awaiting.class);
        }
    }

    @Nested
    class ByPolicyAlone {
        @Test
        void nobody_is_asked_and_the_policies_are_named() {
            assertThat(aRequest().published().taking(AUTOMATIC).judged())
                    .isEqualTo(new Recordable(List.of(), List.of(EDGE, ALL), SpecHash.of(WORKER_1)));
        }

        @Test
        void not_before_the_key_is_published() {
            assertThat(aRequest().taking(AUTOMATIC).judged()).isInstanceOf(Publish.class);
        }

        @Test
        void not_without_protection() {
            assertThat(aRequest()
                            .published()
                            .taking(AUTOMATIC)
                            .unprotected("gone")
                            .judged())
                    .isInstanceOf(Unprotected.class);
        }

        @Test
        void a_denial_beats_it() {
            assertThat(aRequest()
                            .published()
                            .taking(AUTOMATIC)
                            .deniedBy("bob", null)
                            .judged())
                    .isInstanceOf(Denied.class);
        }

        @Test
        void what_expired_is_not_given_again_by_itself() {
            var expired = aRequest().published().taking(AUTOMATIC).expiredAt(RECORDED_AT);

            assertThat(expired.judged()).isEqualTo(awaiting(expired, List.of(), 1));
            assertThat(expired.approvedBy("alice").judged()).isInstanceOf(Recordable.class);
        }
    }

    @Nested
    class Expiry {
        private final Instant end = RECORDED_AT.plus(Duration.ofMinutes(30));

        @Test
        void an_approval_that_is_not_used_in_time_lapses() {
            var request = aRequest().published().recordedFor("alice").taking(expiring(Duration.ofMinutes(30)));

            assertThat(request.judgedAt(end.minusMillis(1)))
                    .isInstanceOfSatisfying(
                            Approved.class,
                            approved -> assertThat(approved.lapsesAt()).contains(end));
            assertThat(request.judgedAt(end)).isEqualTo(new Lapsed(new ApprovalKey(request.key())));
        }

        @Test
        void once_the_certificate_is_issued_it_does_not() {
            assertThat(aRequest()
                            .published()
                            .recordedFor("alice")
                            .certified()
                            .taking(expiring(Duration.ofSeconds(1)))
                            .judged())
                    .isInstanceOfSatisfying(
                            Approved.class,
                            approved -> assertThat(approved.lapsesAt()).isEmpty());
        }

        @Test
        void a_record_without_a_time_is_over() {
            var hash = SpecHash.of(WORKER_1).value();
            for (var at : new String[] {null, "", "soon"})
                assertThat(aRequest()
                                .published()
                                .recorded(new RecordedApproval(List.of("alice"), List.of(), hash, at, null))
                                .taking(expiring(Duration.ofDays(365)))
                                .judged())
                        .isInstanceOf(Lapsed.class);
        }

        @Test
        void what_was_written_before_does_not_make_it_again() {
            var request = aRequest().published().writtenBy("alice").expiredAt(WrittenApprovals.CREATED);

            assertThat(request.judged()).isEqualTo(awaiting(request, List.of(), 1));
        }

        @Test
        void what_was_written_afterwards_does() {
            assertThat(aRequest()
                            .published()
                            .writtenBy("alice")
                            .expiredAt(WrittenApprovals.CREATED.minusMillis(1))
                            .judged())
                    .isInstanceOf(Recordable.class);
        }
    }

    @Nested
    class ChangedTerms {
        @Test
        void a_policy_that_demands_more_takes_an_approval_back_that_has_no_certificate() {
            var request = aRequest()
                    .asking(BY_OLIVIA)
                    .published()
                    .approvedBy("alice")
                    .recordedFor("alice")
                    .takingApprovers(2);

            assertThat(request.judged()).isEqualTo(awaiting(request, List.of("alice"), 1));
            assertThat(request.approvedBy("bob").judged())
                    .isEqualTo(new Recordable(List.of("alice", "bob"), List.of(), SpecHash.of(BY_OLIVIA)));
        }

        @Test
        void not_one_that_has() {
            assertThat(aRequest()
                            .asking(BY_OLIVIA)
                            .published()
                            .recordedFor("alice")
                            .certified()
                            .takingApprovers(2)
                            .judged())
                    .isInstanceOf(Approved.class);
        }

        @Test
        void who_asks_was_not_looked_at_when_one_was_enough() {
            assertThat(aRequest()
                            .published()
                            .recordedFor(List.of("alice", "bob"))
                            .takingApprovers(2)
                            .judged())
                    .isEqualTo(new RequesterUnknown(2));
        }

        @Test
        void an_automatic_approval_ends_with_the_policy_that_gave_it() {
            var request = aRequest().published().recordedFor(List.of());

            assertThat(request.taking(AUTOMATIC).judged()).isInstanceOf(Approved.class);
            assertThat(request.taking(ApprovalTerms.ONE_PERSON).judged()).isInstanceOf(Awaiting.class);
        }

        @Test
        void fewer_are_enough_when_policies_demand_less() {
            assertThat(aRequest()
                            .published()
                            .recordedFor(List.of("alice", "bob"))
                            .takingApprovers(1)
                            .judgedAt(NOW))
                    .isInstanceOf(Approved.class);
        }
    }

    @Test
    void a_protection_has_one_hash_in_whatever_order_it_is_read() {
        var reversed = new Protection.Intact(INTACT.objects().reversed());

        assertThat(reversed.hash()).isEqualTo(INTACT.hash()).matches("v1:sha256:[0-9a-f]{64}");
    }

    @Property
    void what_is_recorded_is_always_a_quorum(
            @ForAll @IntRange(min = 1, max = 4) int approvers,
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 4) Integer> entered,
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 4) Integer> written) {
        var people = List.of("olivia", "alice", "bob", "carl", "dora");
        var asked = aRequest().asking(BY_OLIVIA).published().takingApprovers(approvers);
        var others = new LinkedHashSet<String>();
        entered.forEach(index -> asked.approvedBy(people.get(index)));
        written.forEach(index -> asked.writtenBy(people.get(index)));
        entered.forEach(index -> others.add(people.get(index)));
        written.forEach(index -> others.add(people.get(index)));
        others.remove("olivia");

        if (others.size() >= approvers)
            assertThat(asked.judged())
                    .isInstanceOfSatisfying(
                            Recordable.class,
                            recordable -> assertThat(recordable.by()).containsExactlyInAnyOrderElementsOf(others));
        else
            assertThat(asked.judged())
                    .isInstanceOfSatisfying(
                            Awaiting.class,
                            awaiting -> assertThat(awaiting.missing()).isEqualTo(approvers - others.size()));
    }
}
