package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody approves without the right, in another's name, or what they did not see. */
class ForgedApprovalIT {
    private static final String RIGHT = "the verb approve on noderoles.nodejoin.dev/worker";

    private static RightsBed bed;
    private Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        bed.role(
                "status-writer", "{apiGroups: ['nodejoin.dev'], resources: ['nodejoinrequests/status'], verbs: ['*']}");
        bed.role("any-status-writer", "{apiGroups: ['*'], resources: ['*/status'], verbs: ['*']}");
        bed.role("everything", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}");
        bed.bindHere("mallory", "Role", "status-writer");
        bed.bindHere("merlin", "Role", "any-status-writer");
        bed.bindHere("marvin", "Role", "everything");
        bed.bindHere("martha", "ClusterRole", "cluster-admin");
        bed.bindHere("mortimer", "ClusterRole", "nodejoin-approver-worker");
        for (var name : List.of("mallory", "merlin", "marvin", "martha", "mortimer"))
            bed.awaitStatusRight(bed.as(name));
    }

    @BeforeEach
    void ask() {
        request = Asked.awaitingApproval(bed);
    }

    @Test
    void who_may_write_the_status_may_not_therefore_approve() {
        request.approve(bed.as("mallory"), "mallory", Asked.KEY)
                .refusedBy("nodejoin-status", "Forbidden", "user \"mallory\"", RIGHT);
        request.approve(bed.as("merlin"), "merlin", Asked.KEY).refusedBy("nodejoin-status", "Forbidden", RIGHT);
    }

    @Test
    void every_right_in_the_namespace_does_not_hold_the_right_to_approve() {
        request.approve(bed.as("marvin"), "marvin", Asked.KEY).refusedBy("nodejoin-status", "Forbidden", RIGHT);
    }

    @Test
    void even_the_administrators_role_does_not_if_it_is_bound_in_the_namespace() {
        request.approve(bed.as("martha"), "martha", Asked.KEY).refusedBy("nodejoin-status", "Forbidden", RIGHT);
        request.approve(bed.as("mortimer"), "mortimer", Asked.KEY).refusedBy("nodejoin-status", "Forbidden", RIGHT);
    }

    @Test
    void to_deny_takes_the_same_right() {
        request.deny(bed.as("marvin"), "marvin").refusedBy("nodejoin-status", "Forbidden", RIGHT);
    }

    @Test
    void nobody_approves_in_anothers_name() {
        request.approve(bed.as("alice"), "amy", Asked.KEY).refusedBy("nodejoin-status", "Invalid", exactly("alice"));
        request.approve(bed.as("mallory"), "alice", Asked.KEY)
                .refusedBy("nodejoin-status", "Invalid", exactly("mallory"));
    }

    @Test
    void names_are_compared_letter_by_letter() {
        request.approve(bed.as("alice"), "Alice", Asked.KEY).refused("Invalid");
        request.approve(bed.as("alice"), "alice ", Asked.KEY).refused("Invalid");
        request.approve(bed.as("alice"), "аlice", Asked.KEY).refused("Invalid");
    }

    @Test
    void one_update_can_not_carry_approvals_of_two() {
        var both = "{by: 'alice', key: '%1$s'}, {by: 'amy', key: '%1$s'}".formatted(Asked.KEY);
        bed.as("alice")
                .merge(request.statusPath(), "{status: {approvals: [%s]}}".formatted(both))
                .refusedBy("nodejoin-status", "Invalid", exactly("alice"));
    }

    @Test
    void server_side_apply_is_no_way_around() {
        var forged = Json.object(
                "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest', status: {approvals: [{by: 'amy', key: '%s'}]}}"
                        .formatted(Asked.KEY));
        bed.as("alice")
                .apply(request.statusPath(), forged, "amy")
                .refusedBy("nodejoin-status", "Invalid", exactly("alice"));
    }

    @Test
    void json_patch_is_no_way_around() {
        var forged = "[{op: 'add', path: '/status/approvals', value: [{by: 'amy', key: '%s'}]}]".formatted(Asked.KEY);
        bed.as("alice")
                .jsonPatch(request.statusPath(), forged)
                .refusedBy("nodejoin-status", "Invalid", exactly("alice"));
        bed.as("mallory")
                .jsonPatch(request.statusPath(), "[{op: 'replace', path: '/status/approved/by/0', value: 'mallory'}]")
                .refusedBy("nodejoin-status", "Invalid", "the rest of the status is the operator's");
        bed.as("mallory")
                .jsonPatch(request.statusPath(), "[{op: 'move', from: '/status/approved', path: '/status/approvals'}]")
                .refused("Invalid");
    }

    @Test
    void another_key_than_the_published_one_is_refused() {
        request.approve(bed.as("alice"), "alice", Asked.OTHER_KEY)
                .refusedBy("nodejoin-status", "Invalid", exactly("alice"));
    }

    @Test
    void what_was_changed_since_it_was_published_can_not_be_approved() {
        request.changed("{deadlineSeconds: 7200}");
        request.approve(bed.as("alice"), "alice", Asked.KEY)
                .refusedBy("nodejoin-status", "Invalid", "once the operator has seen the latest change");
    }

    @Test
    void an_edit_of_what_was_deleted_approves_nothing_under_the_same_name() {
        var opened = request.edited("{status: {approvals: [{by: 'alice', key: '%s'}]}}".formatted(Asked.KEY));
        bed.admin().delete(request.path()).accepted();
        bed.admin()
                .post(Asked.COLLECTION, Asked.object(request.name(), "{nodeName: 'other'}"))
                .accepted();
        assertThat(bed.as("alice").put(request.statusPath(), opened).code()).isEqualTo(409);
        request.published(Asked.OTHER_KEY);
        bed.as("alice")
                .merge(request.statusPath(), "{status: {approvals: [{by: 'alice', key: '%s'}]}}".formatted(Asked.KEY))
                .refusedBy("nodejoin-status", "Invalid");
    }

    @Test
    void what_the_operator_has_not_looked_at_can_not_be_approved() {
        var unseen = Asked.forNode(bed);
        unseen.approve(bed.as("alice"), "alice", Asked.KEY)
                .refusedBy("nodejoin-status", "Invalid", "there is nothing to approve yet");
        bed.as("alice")
                .merge(
                        unseen.statusPath(),
                        "{status: {approvalKey: '%1$s', observedGeneration: 1, approvals: [{by: 'alice', key: '%1$s'}]}}"
                                .formatted(Asked.KEY))
                .refusedBy("nodejoin-status", "Invalid");
    }

    @Test
    void a_request_can_not_bring_its_approval_along() {
        var object = Asked.object(bed.freshName("born-approved"), "{nodeName: 'w'}");
        object.set("status", Json.parse("{approvals: [{by: 'alice', key: '%s'}]}".formatted(Asked.KEY)));
        assertThat(bed.admin().post(Asked.COLLECTION, object).accepted().has("status"))
                .isFalse();
    }

    @Test
    void the_status_does_not_change_with_the_specification() {
        var object =
                request.edited("{status: {approvals: [{by: 'alice', key: '%s'}], token: null}}".formatted(Asked.KEY));
        bed.admin().put(request.path(), object).accepted();
        assertThat(request.status().has("approvals")).isFalse();
        assertThat(request.status().has("token")).isTrue();
    }

    @Test
    void a_rehearsal_tells_the_truth() {
        bed.as("mallory")
                .merge(
                        request.statusPath() + "?dryRun=All",
                        "{status: {approvals: [{by: 'mallory', key: '%s'}]}}".formatted(Asked.KEY))
                .refusedBy("nodejoin-status", "Forbidden");
    }

    private static String exactly(String user) {
        return "entry must be exactly: {by: \"%s\", key: \"%s\"}".formatted(user, Asked.KEY);
    }
}
