package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has the operator's credentials writes hand-offs beside requests, and no other Secret. */
class OperatorHandOffsIT {
    private static final String POLICY = "nodejoin-operator-secrets";
    private static final String HAND_OFFS = "/api/v1/namespaces/nodejoin/secrets";

    private static RightsBed bed;
    private static Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        request = Asked.forNode(bed);
    }

    @Test
    void it_makes_and_deletes_hand_offs_where_requests_are_served() {
        var name = bed.freshName("hand-off");
        bed.operator().post(HAND_OFFS, handOff(name, "{}")).accepted();
        bed.operator().delete(HAND_OFFS + "/" + name).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: 'Opaque'}",
                "{type: 'kubernetes.io/service-account-token', metadata: {annotations: {'kubernetes.io/service-account.name': 'default'}}}",
                "{metadata: {labels: {'nodejoin.dev/hand-off': null}}}",
                "{metadata: {ownerReferences: null}}",
                "{metadata: {ownerReferences: [{apiVersion: 'v1', kind: 'Pod', name: 'r', uid: '1'}]}}",
                "{metadata: {ownerReferences: [{apiVersion: 'evil.dev/v1', kind: 'NodeJoinRequest', name: 'r', uid: '1'}]}}"
            })
    void it_makes_no_other_secret_beside_requests(String change) {
        bed.operator()
                .post(HAND_OFFS, handOff(bed.freshName("hand-off"), change))
                .refusedBy(POLICY, "Forbidden");
    }

    @Test
    void it_deletes_no_other_secret_beside_requests() {
        var name = bed.freshName("precious");
        var foreign = Json.object("{apiVersion: 'v1', kind: 'Secret', metadata: {name: '%s'}}".formatted(name));
        bed.admin().post(HAND_OFFS, foreign).accepted();
        bed.operator().delete(HAND_OFFS + "/" + name).refusedBy(POLICY, "Forbidden");
        bed.operator().delete(HAND_OFFS).notAuthorized();
    }

    @Test
    void it_changes_no_hand_off() {
        var name = bed.freshName("hand-off");
        bed.operator().post(HAND_OFFS, handOff(name, "{}")).accepted();
        bed.operator().put(HAND_OFFS + "/" + name, handOff(name, "{}")).notAuthorized();
        bed.almightyOperator()
                .put(HAND_OFFS + "/" + name, handOff(name, "{}"))
                .refusedBy(POLICY, "Forbidden", "changes no hand-off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "nodejoin-system", "kube-public"})
    void it_makes_no_secret_where_no_requests_are_served(String namespace) {
        bed.operator()
                .post("/api/v1/namespaces/" + namespace + "/secrets", handOff(bed.freshName("hand-off"), "{}"))
                .notAuthorized();
    }

    private static ObjectNode handOff(String name, String change) {
        var handOff = Json.object("""
                {apiVersion: 'v1', kind: 'Secret', type: 'nodejoin.dev/hand-off',
                 metadata: {name: '%s', labels: {'nodejoin.dev/hand-off': 'true'},
                            ownerReferences: [{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest', name: '%s', uid: '%s'}]}}
                """.formatted(
                        name, request.name(), request.read().at("/metadata/uid").asText()));
        return Json.merge(handOff, Json.parse(change));
    }
}
