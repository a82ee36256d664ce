package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.ApprovalSnapshots.INTACT;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.NOW;
import static dev.nodejoin.policy.approval.ApprovalSnapshots.aRequest;
import static dev.nodejoin.policy.approval.Specifications.WORKER_1;
import static dev.nodejoin.policy.approval.Specifications.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.policy.approval.ApprovalVerdict.Approved;
import dev.nodejoin.policy.approval.ApprovalVerdict.Awaiting;
import dev.nodejoin.policy.approval.ApprovalVerdict.Denied;
import dev.nodejoin.policy.approval.ApprovalVerdict.Publish;
import dev.nodejoin.policy.approval.ApprovalVerdict.Recordable;
import dev.nodejoin.policy.approval.ApprovalVerdict.Settling;
import dev.nodejoin.policy.approval.ApprovalVerdict.Unprotected;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ApprovalRulesTest {
    private static final Protection.Intact ANOTHER_PROTECTION = new Protection.Intact(List.of(
            new ProtectingObject("ValidatingAdmissionPolicy", "nodejoin-status", "a1", 2, ApprovalSnapshots.LONG_AGO),
            new ProtectingObject(
                    "ValidatingAdmissionPolicyBinding", "nodejoin-status", "b1", 1, ApprovalSnapshots.LONG_AGO)));

    @Test
    void a_new_request_gets_its_key() {
        assertThat(aRequest().judged())
                .isEqualTo(new Publish(
                        SpecHash.of(WORKER_1),
                        ApprovalKey.of(ApprovalSnapshots.UID, SpecHash.of(WORKER_1), INTACT),
                        false));
    }

    @Test
    void a_published_request_awaits_approvals_of_its_key() {
        var request = aRequest().published();

        assertThat(request.judged()).isEqualTo(new Awaiting(new ApprovalKey(request.key()), List.of(), List.of(), 1));
    }

    @Test
    void an_approval_with_the_published_key_is_recordable() {
        assertThat(aRequest().published().approvedBy("alice").judged())
                .isEqualTo(new Recordable(List.of("alice"), List.of(), SpecHash.of(WORKER_1)));
    }

    @Test
    void everybody_who_approved_is_named_once() {
        assertThat(aRequest()
                        .published()
                        .approvedBy("alice")
                        .approvedBy("bob")
                        .approvedBy("alice")
                        .judged())
                .isEqualTo(new Recordable(List.of("alice", "bob"), List.of(), SpecHash.of(WORKER_1)));
    }

    @Test
    void a_recorded_approval_of_this_specification_is_an_approval() {
        assertThat(aRequest().published().recordedFor("alice").judged())
                .isInstanceOfSatisfying(
                        Approved.class,
                        approved -> assertThat(approved.approval().by()).containsExactly("alice"));
    }

    @Test
    void once_recorded_the_entries_of_people_matter_no_more() {
        assertThat(aRequest().published().recordedFor("alice").approvedBy("bob").judged())
                .isInstanceOf(Approved.class);
    }

    @Test
    void an_approval_without_a_key_counts_for_nothing() {
        assertThat(aRequest().published().approved("alice", null).judged()).isInstanceOf(Awaiting.class);
    }

    @Test
    void an_approval_with_an_old_key_counts_for_nothing() {
        var old = aRequest().asking(spec("{'nodeName': 'worker-2'}")).key();

        assertThat(aRequest().published().approved("alice", old).judged()).isInstanceOf(Awaiting.class);
    }

    @Test
    void an_approval_of_nobody_counts_for_nothing() {
        var request = aRequest().published();

        var nobody = new Awaiting(new ApprovalKey(request.key()), List.of(), List.of(), 1);
        assertThat(request.approved(null, request.key()).judged()).isEqualTo(nobody);
        assertThat(request.approved("", request.key()).judged()).isEqualTo(nobody);
    }

    @Test
    void of_several_approvals_only_those_with_the_key_count() {
        assertThat(aRequest()
                        .published()
                        .approved("mallory", "v1:00000000000000000000000000000000")
                        .approvedBy("alice")
                        .judged())
                .isEqualTo(new Recordable(List.of("alice"), List.of(), SpecHash.of(WORKER_1)));
    }

    @Test
    void who_asks_does_not_approve() {
        var request = aRequest()
                .asking(spec("{'nodeName': 'worker-1', 'requestedBy': 'alice'}"))
                .published()
                .approvedBy("alice");

        assertThat(request.judged())
                .isEqualTo(new Awaiting(new ApprovalKey(request.key()), List.of(), List.of("alice"), 1));
    }

    @Test
    void beside_who_asks_another_approves() {
        var asked = spec("{'nodeName': 'worker-1', 'requestedBy': 'alice'}");

        assertThat(aRequest()
                        .asking(asked)
                        .published()
                        .approvedBy("alice")
                        .approvedBy("bob")
                        .judged())
                .isEqualTo(new Recordable(List.of("bob"), List.of(), SpecHash.of(asked)));
    }

    @Test
    void an_approval_before_the_key_was_published_is_not_recorded() {
        assertThat(aRequest().approvedBy("alice").judged()).isInstanceOf(Publish.class);
    }

    @Test
    void a_changed_specification_needs_another_key() {
        var changed = spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}");

        assertThat(aRequest()
                        .published()
                        .approvedBy("alice")
                        .recordedFor("alice")
                        .asking(changed)
                        .judged())
                .isEqualTo(new Publish(
                        SpecHash.of(changed),
                        ApprovalKey.of(ApprovalSnapshots.UID, SpecHash.of(changed), INTACT),
                        true));
    }

    @Test
    void a_field_spelled_out_with_its_default_is_another_specification() {
        assertThat(aRequest()
                        .published()
                        .recordedFor("alice")
                        .asking(spec("{'nodeName': 'worker-1', 'role': 'Worker'}"))
                        .judged())
                .isInstanceOf(Publish.class);
    }

    @Test
    void suspending_changes_nothing_that_was_approved() {
        assertThat(aRequest()
                        .published()
                        .recordedFor("alice")
                        .asking(spec("{'nodeName': 'worker-1', 'suspend': true}"))
                        .judged())
                .isInstanceOf(Approved.class);
    }

    @Test
    void an_edited_admission_policy_needs_another_key() {
        assertThat(aRequest()
                        .published()
                        .approvedBy("alice")
                        .under(ANOTHER_PROTECTION)
                        .judged())
                .isEqualTo(new Publish(
                        SpecHash.of(WORKER_1),
                        ApprovalKey.of(ApprovalSnapshots.UID, SpecHash.of(WORKER_1), ANOTHER_PROTECTION),
                        false));
    }

    @Test
    void a_recorded_approval_is_not_acted_upon_under_another_protection() {
        assertThat(aRequest()
                        .published()
                        .recordedFor("alice")
                        .under(ANOTHER_PROTECTION)
                        .judged())
                .isInstanceOf(Publish.class);
    }

    @Test
    void a_request_re_created_under_its_name_needs_another_key() {
        assertThat(aRequest().published().approvedBy("alice").withUid("another").judged())
                .isInstanceOf(Publish.class);
    }

    @Test
    void a_recorded_approval_of_another_specification_counts_for_nothing() {
        assertThat(aRequest()
                        .asking(spec("{'nodeName': 'worker-2'}"))
                        .recordedFor("alice")
                        .asking(WORKER_1)
                        .published()
                        .judged())
                .isInstanceOf(Awaiting.class);
    }

    @Test
    void a_recorded_approval_without_a_hash_counts_for_nothing() {
        assertThat(aRequest()
                        .published()
                        .recorded(new RecordedApproval(List.of("alice"), null, null, null, null))
                        .judged())
                .isInstanceOf(Awaiting.class);
    }

    @Test
    void a_hash_published_with_another_key_is_published_anew() {
        assertThat(aRequest().published().publishedKey(null).judged()).isInstanceOf(Publish.class);
        assertThat(aRequest().published().publishedSpecHash(null).judged()).isInstanceOf(Publish.class);
    }

    @Test
    void a_key_is_published_when_the_protection_has_stood_ten_seconds() {
        var request = aRequest().protectedSince(NOW);

        assertThat(request.judgedAt(NOW)).isEqualTo(new Settling(NOW.plusSeconds(10)));
        assertThat(request.judgedAt(NOW.plusMillis(9_999))).isEqualTo(new Settling(NOW.plusSeconds(10)));
        assertThat(request.judgedAt(NOW.plusSeconds(10))).isInstanceOf(Publish.class);
    }

    @Test
    void an_approval_under_a_published_key_needs_no_settling_again() {
        assertThat(aRequest()
                        .published()
                        .approvedBy("alice")
                        .protectedSince(NOW)
                        .judged())
                .isInstanceOf(Recordable.class);
    }

    @Test
    void while_the_protection_is_broken_nothing_is_published_and_nothing_counts() {
        var broken = new Unprotected(List.of("the binding is missing"));

        assertThat(aRequest().unprotected("the binding is missing").judged()).isEqualTo(broken);
        assertThat(aRequest()
                        .published()
                        .approvedBy("alice")
                        .recordedFor("alice")
                        .unprotected("the binding is missing")
                        .judged())
                .isEqualTo(broken);
    }

    @Test
    void a_denial_names_who_and_why() {
        assertThat(aRequest().deniedBy("bob", "wrong rack").judged()).isEqualTo(new Denied("bob", "wrong rack"));
    }

    @Test
    void a_denial_without_name_or_reason_is_a_denial() {
        assertThat(aRequest().deniedBy(null, null).judged()).isEqualTo(new Denied("somebody", ""));
    }

    @Test
    void a_denial_beats_an_approval() {
        assertThat(aRequest()
                        .published()
                        .approvedBy("alice")
                        .deniedBy("bob", null)
                        .judged())
                .isInstanceOf(Denied.class);
    }

    @Test
    void a_denial_beats_a_recorded_approval() {
        assertThat(aRequest()
                        .published()
                        .recordedFor("alice")
                        .deniedBy("bob", null)
                        .judged())
                .isInstanceOf(Denied.class);
    }

    @Test
    void a_denial_outlives_every_change_of_the_specification() {
        assertThat(aRequest()
                        .published()
                        .deniedBy("bob", null)
                        .asking(spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}"))
                        .judged())
                .isInstanceOf(Denied.class);
    }

    @Test
    void a_denial_beats_a_broken_protection() {
        assertThat(aRequest().deniedBy("bob", null).unprotected("gone").judged())
                .isInstanceOf(Denied.class);
    }

    @Property
    void a_denied_request_is_denied_whatever_else_is_true(@ForAll("requests") ApprovalSnapshots request) {
        assertThat(request.deniedBy("bob", "no").judged()).isInstanceOf(Denied.class);
    }

    @Property
    void nothing_is_recorded_or_approved_without_protection(@ForAll("requests") ApprovalSnapshots request) {
        assertThat(request.unprotected("gone").judged()).isInstanceOf(Unprotected.class);
    }

    @Property
    void what_is_recorded_was_approved_with_the_published_key(@ForAll("requests") ApprovalSnapshots request) {
        var snapshot = request.snapshot();

        if (ApprovalRules.judge(snapshot, NOW) instanceof Recordable(var by, var policies, var specHash)) {
            assertThat(by)
                    .isNotEmpty()
                    .allSatisfy(user -> assertThat(snapshot.approvals()).anySatisfy(approval -> {
                        assertThat(approval.by()).isEqualTo(user);
                        assertThat(approval.key()).isEqualTo(request.key());
                    }));
            assertThat(snapshot.publishedKey()).contains(request.key());
            assertThat(specHash).isEqualTo(SpecHash.of(snapshot.spec()));
        }
    }

    @Property
    void approved_is_only_what_was_recorded_for_this_very_specification(@ForAll("requests") ApprovalSnapshots request) {
        var snapshot = request.snapshot();

        if (ApprovalRules.judge(snapshot, NOW) instanceof Approved(var approval, var lapsesAt)) {
            assertThat(approval.specHash())
                    .isEqualTo(SpecHash.of(snapshot.spec()).value());
            assertThat(snapshot.recorded()).contains(approval);
            assertThat(snapshot.publishedKey()).contains(request.key());
        }
    }

    /** Steps of a request's life in any order, so that what was published, approved and recorded may be outdated. */
    @Provide
    Arbitrary<ApprovalSnapshots> requests() {
        return Arbitraries.of(Step.values()).list().ofMaxSize(12).map(steps -> {
            var request = aRequest();
            new ArrayList<>(steps).forEach(step -> step.take(request));
            return request;
        });
    }

    private enum Step {
        PUBLISH {
            @Override
            void take(ApprovalSnapshots request) {
                request.published();
            }
        },
        APPROVE {
            @Override
            void take(ApprovalSnapshots request) {
                request.approvedBy("alice");
            }
        },
        RECORD {
            @Override
            void take(ApprovalSnapshots request) {
                request.recordedFor("alice");
            }
        },
        CHANGE {
            @Override
            void take(ApprovalSnapshots request) {
                request.asking(spec("{'nodeName': 'worker-1', 'deadlineSeconds': 3600}"));
            }
        },
        CHANGE_BACK {
            @Override
            void take(ApprovalSnapshots request) {
                request.asking(WORKER_1);
            }
        },
        PROTECT_ANEW {
            @Override
            void take(ApprovalSnapshots request) {
                request.under(ANOTHER_PROTECTION);
            }
        },
        PROTECT_LATE {
            @Override
            void take(ApprovalSnapshots request) {
                request.protectedSince(NOW);
            }
        };

        abstract void take(ApprovalSnapshots request);
    }
}
