package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People add themselves to two lists; everything else in the status is the operator's, who can't touch these two. */
class StatusOwnershipIT {
    private static final String NOT_YOURS = "the rest of the status is the operator's";

    private static RightsBed bed;
    private Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @BeforeEach
    void ask() {
        request = Asked.awaitingApproval(bed);
        request.approve(bed.as("amy"), "amy", Asked.KEY).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "observedGeneration: 7",
                "observedGeneration: null",
                "specHash: 'v1:sha256:1'",
                "specHash: null",
                "approvalKey: 'v1:ffffffffffffffffffffffffffffffff'",
                "approvalKey: null",
                "conditions: []",
                "conditions: null",
                "approved: {by: ['alice']}",
                "approved: null",
                "token: {id: 'zzzzzz'}",
                "token: {state: null}",
                "token: null",
                "handOff: {name: 'mine'}",
                "handOff: null",
                "certificate: {requestUID: '1'}",
                "certificate: null",
                "node: {uid: '2'}",
                "node: null"
            })
    void an_approver_changes_nothing_else(String change) {
        var before = request.status();
        bed.as("alice")
                .merge(request.statusPath(), "{status: {%s}}".formatted(change))
                .refusedBy("nodejoin-status", "Invalid", NOT_YOURS);
        assertThat(request.status()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: {id: 'abcdef'}",
                "handOff: {kind: 'Secret'}",
                "certificate: {requestName: 'x'}",
                "approved: {by: ['alice']}",
                "observedGeneration: 1",
                "specHash: 'x'",
                "approvalKey: 'x'",
                "node: {uid: '1'}",
                "conditions: [{type: 'Approved', status: 'True', reason: 'Me', message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}]"
            })
    void an_approver_adds_nothing_that_the_operator_has_not_written_yet(String addition) {
        bed.as("alice")
                .merge(Asked.forNode(bed).statusPath(), "{status: {%s}}".formatted(addition))
                .refusedBy("nodejoin-status", "Invalid", NOT_YOURS);
    }

    @Test
    void a_valid_approval_carries_no_other_change_along() {
        var change =
                "{status: {approved: {by: ['alice']}, approvals: [{by: 'amy', key: '%1$s'}, {by: 'alice', key: '%1$s'}]}}"
                        .formatted(Asked.KEY);
        bed.as("alice").merge(request.statusPath(), change).refusedBy("nodejoin-status", "Invalid", NOT_YOURS);
    }

    @Test
    void fields_that_nobody_knows_do_not_arrive() {
        bed.as("alice").merge(request.statusPath(), "{status: {surprise: 'x', token: {secret: 'x'}}}");
        assertThat(request.status().toString()).doesNotContain("surprise", "secret");
    }

    @Test
    void the_status_as_a_whole_can_not_be_removed() {
        bed.as("alice").merge(request.statusPath(), "{status: null}").refusedBy("nodejoin-status", "Invalid");
        bed.as("alice")
                .put(request.statusPath(), request.edited("{status: null}"))
                .refused("Invalid");
        var emptied = request.read();
        emptied.set("status", Json.parse("{}"));
        bed.as("alice").put(request.statusPath(), emptied).refusedBy("nodejoin-status", "Invalid");
        emptied.set("status", Json.parse("null"));
        bed.as("alice").put(request.statusPath(), emptied).refused("Invalid");
        emptied.set("status", Json.parse("[]"));
        bed.as("alice").put(request.statusPath(), emptied).refused("Invalid");
    }

    @Test
    void anothers_approval_stays_as_it_is() {
        var words = "people may add to status.approvals";
        approvals(bed.as("alice"), "").refusedBy("nodejoin-status", "Invalid", words);
        approvals(bed.as("alice"), "{by: 'amy', key: '%s', reason: 'x'}".formatted(Asked.KEY))
                .refused("Invalid");
        approvals(bed.as("alice"), "{by: 'alice', key: '%s'}".formatted(Asked.KEY))
                .refusedBy("nodejoin-status", "Invalid", words);
    }

    @Test
    void ones_own_approval_stays_too() {
        approvals(bed.as("amy"), "").refusedBy("nodejoin-status", "Invalid", "to take an approval back, deny");
        approvals(bed.as("amy"), "{by: 'amy', key: '%s', reason: 'x'}".formatted(Asked.KEY))
                .refusedBy("nodejoin-status", "Invalid");
    }

    @Test
    void nobody_approves_twice() {
        approvals(bed.as("amy"), "{by: 'amy', key: '%1$s'}, {by: 'amy', key: '%1$s', reason: 'x'}".formatted(Asked.KEY))
                .refused("Invalid", "Duplicate value");
    }

    @Test
    void to_take_over_an_entry_with_server_side_apply_changes_nothing() {
        var sameEntry = Json.object(
                "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest', status: {approvals: [{by: 'amy', key: '%s'}]}}"
                        .formatted(Asked.KEY));
        bed.as("alice").apply(request.statusPath(), sameEntry, "alice").accepted();
        var withoutIt = Json.object("{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest'}");
        bed.as("alice").apply(request.statusPath(), withoutIt, "alice");
        assertThat(request.status().path("approvals")).hasSize(1);
    }

    @Test
    void a_write_of_the_status_does_not_touch_the_rest_of_the_object() {
        var patch = "{metadata: {labels: {a: 'b'}, finalizers: ['a.b/c']}, spec: {nodeName: 'other', suspend: true}}";
        bed.as("alice").merge(request.statusPath(), patch).accepted();
        assertThat(request.read().path("metadata").has("labels")).isFalse();
        assertThat(request.read().path("metadata").has("finalizers")).isFalse();
        assertThat(request.read().path("spec").has("suspend")).isFalse();
    }

    @Test
    void the_operator_may_empty_the_approvals() {
        request.operatorWrites("{status: {approvals: null}}");
        assertThat(request.status().has("approvals")).isFalse();
    }

    @Test
    void the_operator_adds_and_changes_no_approval() {
        var words = "the operator can't approve or deny";
        var amy = "{by: 'amy', key: '%s'}".formatted(Asked.KEY);
        var alice = "{by: 'alice', key: '%s'}".formatted(Asked.KEY);
        operatorsApprovals(amy + ", " + alice).refusedBy("nodejoin-status", "Forbidden", words);
        operatorsApprovals(alice).refusedBy("nodejoin-status", "Forbidden", words);
        operatorsApprovals("{by: 'amy', key: '%s'}".formatted(Asked.OTHER_KEY))
                .refusedBy("nodejoin-status", "Forbidden", words);
        operatorsApprovals(amy + ", {by: '%s', key: '%s'}".formatted(RightsBed.OPERATOR, Asked.KEY))
                .refusedBy("nodejoin-status", "Forbidden", words);
    }

    @Test
    void the_operators_identity_is_bound_whatever_rights_it_has() {
        request.approve(bed.almightyOperator(), RightsBed.OPERATOR, Asked.KEY)
                .refusedBy("nodejoin-status", "Forbidden", "the operator can't approve or deny");
    }

    @Test
    void a_user_name_with_quotes_is_shown_so_that_it_can_be_copied() {
        var user = "o\"neil: {by: \"alice\"}";
        request.approve(bed.as(user, "system:masters"), "x", Asked.KEY)
                .refusedBy(
                        "nodejoin-status",
                        "Invalid",
                        "{by: \"o\\\"neil: {by: \\\"alice\\\"}\", key: \"" + Asked.KEY + "\"}");
    }

    @Test
    void a_user_name_in_any_script_approves() {
        var user = "zoë-Ωmega 😀";
        request.approve(bed.as(user, "system:masters"), user, Asked.KEY).accepted();
    }

    private Answer approvals(Api who, String entries) {
        return who.merge(request.statusPath(), "{status: {approvals: [%s]}}".formatted(entries));
    }

    private Answer operatorsApprovals(String entries) {
        return request.tryAsOperator("{status: {approvals: [%s]}}".formatted(entries));
    }
}
