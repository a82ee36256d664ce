package dev.nodejoin.api.rights;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Node that is in learns nothing of joins and becomes no other Node. */
class MemberNodeIT {
    private static RightsBed bed;
    private static Api node;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        node = bed.as("system:node:taken-over", "system:nodes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Asked.COLLECTION,
                "/apis/nodejoin.dev/v1alpha1/nodejoinrequests",
                "/api/v1/namespaces/nodejoin/secrets",
                "/api/v1/namespaces/nodejoin/secrets/hand-off-1",
                "/api/v1/namespaces/kube-system/secrets",
                TokenSecrets.COLLECTION + "/bootstrap-token-abcdef",
                "/apis/coordination.k8s.io/v1/namespaces/nodejoin-system/leases",
                "/api/v1/namespaces/nodejoin-system/configmaps/nodejoin-operator"
            })
    void it_sees_nothing_of_joins(String path) {
        node.get(path).notAuthorized();
    }

    @Test
    void it_neither_asks_nor_approves_nor_writes_a_status() {
        var request = Asked.awaitingApproval(bed);
        node.post(Asked.COLLECTION, Asked.object("x", "{nodeName: 'w'}")).notAuthorized();
        node.merge(request.path(), "{spec: {suspend: true}}").notAuthorized();
        node.delete(request.path()).notAuthorized();
        request.approve(node, "system:node:taken-over", Asked.KEY).notAuthorized();
    }

    @Test
    void it_asks_for_no_other_nodes_certificate() {
        node.post(MachineRequests.COLLECTION, MachineRequests.request(bed.freshName("csr")))
                .refused("Forbidden", "can only create a node CSR with CN=system:node:taken-over");
    }

    @Test
    void it_holds_no_name_and_frees_none() {
        var leases = "/apis/coordination.k8s.io/v1/namespaces/nodejoin-system/leases";
        node.post(leases, Json.parse("{metadata: {name: 'node-1'}}")).notAuthorized();
        node.delete(leases + "/node-1").notAuthorized();
    }
}
