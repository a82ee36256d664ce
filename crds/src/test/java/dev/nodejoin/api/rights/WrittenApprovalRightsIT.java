package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.install.InstallManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A NodeJoinApproval is by who made it, who had the right to, and stays as it was made. */
class WrittenApprovalRightsIT {
    private static final String RIGHT = "the verb approve on noderoles.nodejoin.dev/worker";

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        bed.role("approval-writer", "{apiGroups: ['nodejoin.dev'], resources: ['nodejoinapprovals'], verbs: ['*']}");
        bed.role("all-here", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}");
        bed.bindHere("mallory", "Role", "approval-writer");
        bed.bindHere("marvin", "Role", "all-here");
        bed.bindHere("mortimer", "ClusterRole", "nodejoin-approver-worker");
        for (var name : new String[] {"mallory", "marvin", "mortimer"})
            bed.awaitRight(
                    bed.as(name),
                    "{namespace: 'nodejoin', group: 'nodejoin.dev', resource: 'nodejoinapprovals', verb: 'create'}");
        bed.awaitRight(bed.as("alice"), "{group: 'nodejoin.dev', resource: 'nodejoinapprovals', verb: 'create'}");
    }

    @Test
    void who_may_approve_writes_it_down_in_their_own_name() {
        created("alice", Written.text("alice")).accepted();
        created("alice", "{request: 'w', nodeName: 'w', specHash: '%s', by: 'alice'}".formatted(Written.HASH))
                .accepted();
        created(
                        "alice",
                        "{request: 'w', nodeName: 'w', specHash: '%s', role: 'Worker', by: 'alice', reason: 'r7',"
                                        .formatted(Written.HASH)
                                + " expiresAt: '2030-01-01T00:00:00Z'}")
                .accepted();
    }

    @Test
    void nobody_approves_in_anothers_name() {
        created("alice", Written.text("amy"))
                .refusedBy("nodejoin-approvals", "Invalid", "spec.by must be \"alice\", who creates this approval");
        created("alice", Written.text("Alice")).refusedBy("nodejoin-approvals", "Invalid");
        created("alice", Written.text("alice ")).refusedBy("nodejoin-approvals", "Invalid");
    }

    @Test
    void not_even_an_administrator_does() {
        bed.admin()
                .post(Written.COLLECTION, Written.object(bed.freshName("approval"), Written.text("alice")))
                .refusedBy("nodejoin-approvals", "Invalid");
    }

    @Test
    void who_may_create_the_object_may_not_therefore_approve() {
        created("mallory", Written.text("mallory"))
                .refusedBy("nodejoin-approvals", "Forbidden", "user \"mallory\" may not approve", RIGHT);
    }

    @Test
    void every_right_in_the_namespace_does_not_hold_the_right_to_approve() {
        created("marvin", Written.text("marvin")).refusedBy("nodejoin-approvals", "Forbidden", RIGHT);
        created("mortimer", Written.text("mortimer")).refusedBy("nodejoin-approvals", "Forbidden", RIGHT);
    }

    @Test
    void a_hash_is_no_way_around_the_right() {
        created("mallory", "{request: 'w', nodeName: 'w', specHash: '%s', by: 'mallory'}".formatted(Written.HASH))
                .refusedBy("nodejoin-approvals", "Forbidden", RIGHT);
    }

    @Test
    void server_side_apply_is_no_way_around() {
        var forged = Written.object("x", Written.text("amy"));
        bed.as("alice")
                .apply(Written.COLLECTION + "/" + bed.freshName("applied"), forged, "amy")
                .refusedBy("nodejoin-approvals", "Invalid");
        var own = Written.object("x", Written.text("mallory"));
        bed.as("mallory")
                .apply(Written.COLLECTION + "/" + bed.freshName("applied"), own, "mallory")
                .refusedBy("nodejoin-approvals", "Forbidden", RIGHT);
    }

    @Test
    void a_rehearsal_tells_the_truth() {
        bed.as("mallory")
                .post(
                        Written.COLLECTION + "?dryRun=All",
                        Written.object(bed.freshName("approval"), Written.text("mallory")))
                .refusedBy("nodejoin-approvals", "Forbidden");
    }

    @Test
    void the_operator_approves_nothing_whatever_rights_it_has() {
        bed.operator()
                .post(Written.COLLECTION, Written.object("x", Written.text(RightsBed.OPERATOR)))
                .notAuthorized();
        bed.almightyOperator()
                .post(Written.COLLECTION, Written.object("x", Written.text(RightsBed.OPERATOR)))
                .refusedBy("nodejoin-approvals", "Forbidden", "the operator can't approve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{by: 'amy'}",
                "{request: 'another'}",
                "{reason: 'because'}",
                "{expiresAt: '2040-01-01T00:00:00Z'}",
                "{spec: {deadlineSeconds: 7200}}",
                "{spec: null, specHash: 'v1:sha256:0000000000000000000000000000000000000000000000000000000000000000'}"
            })
    void nobody_changes_a_word_of_it(String change) {
        var approval = Written.byAlice(bed);
        for (var who : new Api[] {bed.as("alice"), bed.admin(), bed.as("mallory")})
            who.merge(approval.path(), "{spec: %s}".formatted(change))
                    .refused("Invalid", "an approval can't be changed: create another");
    }

    @Test
    void the_policy_holds_even_where_somebody_weakened_the_definition() {
        var approval = Written.byAlice(bed);
        var definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/nodejoinapprovals.nodejoin.dev";
        var rules = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/x-kubernetes-validations";
        bed.admin()
                .jsonPatch(definition, "[{op: 'remove', path: '%s'}]".formatted(rules))
                .accepted();
        try {
            bed.await(
                    "the policy refuses",
                    () -> bed.admin()
                            .merge(approval.path(), "{spec: {reason: 'because'}}")
                            .message()
                            .contains("Policy 'nodejoin-approvals'"));
        } finally {
            InstallManifest.apply(bed.cluster().admin());
        }
        assertThat(approval.read().path("spec").has("reason")).isFalse();
    }

    @Test
    void labels_are_nobodys_words() {
        bed.as("alice")
                .merge(Written.byAlice(bed).path(), "{metadata: {labels: {a: 'b'}}}")
                .accepted();
    }

    @Test
    void the_status_is_the_operators() {
        var approval = Written.byAlice(bed);
        bed.as("alice")
                .merge(approval.statusPath(), "{status: {spentOn: {uid: 'u1'}}}")
                .notAuthorized();
        bed.admin()
                .merge(approval.statusPath(), "{status: {spentOn: {uid: 'u1'}}}")
                .refusedBy("nodejoin-approval-status", "Forbidden", "the status of an approval is the operator's");
        approval.tryAsOperator("{status: {spentOn: {uid: 'u1'}}}").accepted();
    }

    @Test
    void it_can_not_be_born_with_a_status() {
        var object = Written.object(bed.freshName("approval"), Written.text("alice"));
        object.set("status", Json.parse("{protection: 'v1:sha256:0', spentOn: {uid: 'u1'}}"));
        assertThat(bed.as("alice").post(Written.COLLECTION, object).accepted().has("status"))
                .isFalse();
    }

    @Test
    void what_is_spent_is_spent_for_ever() {
        var approval = Written.byAlice(bed);
        approval.tryAsOperator("{status: {spentOn: {uid: 'u1', at: '2026-01-01T00:00:00Z'}}}")
                .accepted();
        for (var status : new String[] {
            "{spentOn: {uid: 'u2', at: '2026-01-01T00:00:00Z'}}", "{spentOn: null}", "{spentOn: {at: null}}"
        }) approval.tryAsOperator("{status: %s}".formatted(status)).refused("Invalid", "an approval is spent once");
        approval.tryAsOperator("{status: null}").refused("Invalid", "an approval is spent once");
        bed.admin()
                .jsonPatch(approval.statusPath(), "[{op: 'remove', path: '/status'}]")
                .refused("Invalid", "an approval is spent once");
        assertThat(approval.read().at("/status/spentOn/uid").asText()).isEqualTo("u1");
    }

    @Test
    void a_change_of_the_object_carries_no_status_along() {
        var approval = Written.byAlice(bed);
        approval.tryAsOperator("{status: {spentOn: {uid: 'u1'}}}").accepted();
        bed.admin()
                .put(approval.path(), approval.edited("{metadata: {labels: {a: 'b'}}, status: null}"))
                .accepted();
        assertThat(approval.read().at("/status/spentOn/uid").asText()).isEqualTo("u1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{request: 'w', nodeName: 'w', by: 'alice'}",
                "{request: 'w', nodeName: 'w', by: 'alice', spec: {nodeName: 'w'}, specHash: '"
                        + "v1:sha256:0000000000000000000000000000000000000000000000000000000000000000'}"
            })
    void it_has_either_a_text_or_a_hash(String spec) {
        created("alice", spec).refused("Invalid", "exactly one of spec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{nodeName: 'w', by: 'alice', spec: {nodeName: 'w'}}",
                "{request: 'w', by: 'alice', spec: {nodeName: 'w'}}",
                "{request: 'w', nodeName: 'w', spec: {nodeName: 'w'}}",
                "{request: 'w', nodeName: 'v', by: 'alice', spec: {nodeName: 'w'}}",
                "{request: 'w', nodeName: 'w', by: 'alice', spec: {nodeName: 'w'}, role: 'Worker'}",
                "{request: 'w', nodeName: 'w', by: 'alice', spec: {nodeName: 'w', deadlineSeconds: 1}}",
                "{request: 'w', nodeName: 'w', by: 'alice', spec: {nodeName: 'w'}, expiresAt: 'tomorrow'}",
                "{request: 'w', nodeName: 'w', by: 'alice', specHash: 'sha256:00'}",
                "{request: 'w', nodeName: 'W', by: 'alice', specHash: '"
                        + "v1:sha256:0000000000000000000000000000000000000000000000000000000000000000'}"
            })
    void it_is_well_formed(String spec) {
        created("alice", spec).refused("Invalid");
    }

    private static Answer created(String user, String spec) {
        return bed.as(user).post(Written.COLLECTION, Written.object(bed.freshName("approval"), spec));
    }
}
