package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles for people give what their names say and no more. */
class PeopleIT {
    private static RightsBed bed;
    private static Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        for (var role : new String[] {"view", "edit", "admin"}) {
            bed.bindHere(role + "-user", "ClusterRole", role);
            bed.awaitRight(
                    bed.as(role + "-user"),
                    "{namespace: 'nodejoin', group: 'nodejoin.dev', resource: 'nodejoinrequests', verb: 'list'}");
        }
        request = Asked.awaitingApproval(bed);
    }

    @Test
    void a_requester_asks_changes_and_withdraws() {
        var name = bed.freshName("request");
        bed.as("carol")
                .post(Asked.COLLECTION, Asked.object(name, "{nodeName: 'w'}"))
                .accepted();
        bed.as("carol")
                .merge(Asked.COLLECTION + "/" + name, "{spec: {suspend: true}}")
                .accepted();
        bed.as("carol").delete(Asked.COLLECTION + "/" + name).accepted();
    }

    @Test
    void a_requester_writes_no_status() {
        request.approve(bed.as("carol"), "carol", Asked.KEY).notAuthorized();
        bed.as("carol").merge(request.statusPath(), "{status: {approvals: []}}").notAuthorized();
    }

    @Test
    void a_requester_does_not_delete_everybodys_requests_at_once() {
        bed.as("carol").delete(Asked.COLLECTION).notAuthorized();
    }

    @Test
    void an_approver_asks_for_nothing_and_changes_no_specification() {
        bed.as("alice")
                .post(Asked.COLLECTION, Asked.object("x", "{nodeName: 'w'}"))
                .notAuthorized();
        bed.as("alice").merge(request.path(), "{spec: {suspend: true}}").notAuthorized();
        bed.as("alice").delete(request.path()).notAuthorized();
    }

    @Test
    void a_requester_writes_no_approval_down() {
        bed.as("carol")
                .post(Written.COLLECTION, Written.object("x", Written.text("carol")))
                .notAuthorized();
    }

    @Test
    void an_approver_takes_an_approval_back_by_deleting_it() {
        bed.as("alice").delete(Written.byAlice(bed).path()).accepted();
    }

    @Test
    void a_viewer_reads_and_writes_nothing() {
        readsOnly("victor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "edit", "admin"})
    void the_roles_of_kubernetes_include_the_viewer_and_nothing_else(String role) {
        readsOnly(role + "-user");
        assertThat(rulesOf(role)).allSatisfy(rule -> {
            if (rule.path("apiGroups").toString().contains("nodejoin.dev")) {
                assertThat(rule.path("resources").toString())
                        .isIn(
                                "[\"nodejoinrequests\",\"nodejoinapprovals\",\"nodejoinpolicies\",\"nodejoinbans\",\"nodejoingates\"]",
                                "[\"nodejoinbans\"]");
                assertThat(rule.path("verbs").toString()).isEqualTo("[\"get\",\"list\",\"watch\"]");
            }
        });
    }

    @Test
    void nobody_of_them_reads_hand_offs_by_these_roles() {
        for (var user : new String[] {"carol", "alice", "victor"})
            bed.as(user).get("/api/v1/namespaces/nodejoin/secrets").notAuthorized();
    }

    private static void readsOnly(String user) {
        bed.as(user).get(request.path()).accepted();
        bed.as(user).get(Asked.COLLECTION).accepted();
        bed.as(user).get(Written.COLLECTION).accepted();
        bed.as(user)
                .post(Written.COLLECTION, Written.object("x", Written.text(user)))
                .notAuthorized();
        bed.as(user)
                .post(Asked.COLLECTION, Asked.object("x", "{nodeName: 'w'}"))
                .notAuthorized();
        bed.as(user).merge(request.path(), "{spec: {suspend: true}}").notAuthorized();
        bed.as(user).merge(request.statusPath(), "{status: {approvals: []}}").notAuthorized();
        bed.as(user).delete(request.path()).notAuthorized();
    }

    private static JsonNode rulesOf(String clusterRole) {
        return bed.admin()
                .get("/apis/rbac.authorization.k8s.io/v1/clusterroles/" + clusterRole)
                .accepted()
                .path("rules");
    }
}
