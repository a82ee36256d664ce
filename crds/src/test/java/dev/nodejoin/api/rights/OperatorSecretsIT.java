package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has the operator's credentials reads no Secret and writes none but its own tokens in kube-system. */
class OperatorSecretsIT {
    private static final String POLICY = "nodejoin-operator-secrets";

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "nodejoin", "nodejoin-system", "default"})
    void it_reads_no_secret_anywhere(String namespace) {
        var path = "/api/v1/namespaces/" + namespace + "/secrets";
        bed.operator().get(path).notAuthorized();
        bed.operator().get(path + "?watch=true").notAuthorized();
        bed.operator().get(path + "/any").notAuthorized();
        bed.operator().merge(path + "/any", "{}").notAuthorized();
        bed.operator().apply(path + "/any", TokenSecrets.token("any000"), "x").notAuthorized();
    }

    @Test
    void the_answer_to_an_overwrite_tells_nothing_of_what_was_there() {
        var id = bed.freshTokenId();
        create(TokenSecrets.token(id)).accepted();
        var answer = bed.operator().put(TokenSecrets.path(id), TokenSecrets.tombstone(id));
        assertThat(answer.accepted().path("data").has("token-secret")).isFalse();
    }

    @Test
    void it_makes_tokens_and_tombstones() {
        create(TokenSecrets.token(bed.freshTokenId())).accepted();
        create(signing(TokenSecrets.token(bed.freshTokenId()))).accepted();
        create(TokenSecrets.tombstone(bed.freshTokenId())).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{metadata: {name: 'other-name'}}",
                "{metadata: {name: 'x-bootstrap-token-abcdef'}}",
                "{type: 'Opaque'}",
                "{type: 'kubernetes.io/service-account-token', metadata: {annotations: {'kubernetes.io/service-account.name': 'default'}}}",
                "{metadata: {labels: {'nodejoin.dev/request-uid': null}}}",
                "{metadata: {finalizers: ['a.b/c']}}",
                "{metadata: {ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'n', uid: '1'}]}}",
                "{immutable: true}",
                "{stringData: {expiration: null}}",
                "{stringData: {expiration: ''}}",
                "{stringData: {expiration: 'never'}}",
                "{stringData: {expiration: '9999-12-31T00:00:00Z'}}",
                "{stringData: {'auth-extra-groups': null}}",
                "{stringData: {'auth-extra-groups': ''}}",
                "{stringData: {'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token'}}",
                "{stringData: {'auth-extra-groups': 'system:bootstrappers:nodejoin,system:bootstrappers:other'}}",
                "{stringData: {'usage-bootstrap-authentication': null}}",
                "{stringData: {'usage-bootstrap-authentication': null, 'usage-bootstrap-signing': 'true'}}",
                "{stringData: {'usage-bootstrap-authentication': 'false', 'usage-bootstrap-signing': 'true'}}",
                "{stringData: {'usage-bootstrap-signing': 'false'}}",
                "{stringData: {'usage-bootstrap-signing': 'True'}}",
                "{stringData: {'usage-bootstrap-signing': ''}}",
                "{stringData: {'usage-bootstrap-other': 'true'}}",
                "{stringData: {'usage-bootstrap-signing': 'true', 'usage-bootstrap-other': 'true'}}"
            })
    void it_makes_no_other_secret_in_kube_system(String change) {
        var id = bed.freshTokenId();
        create(Json.merge(TokenSecrets.token(id), Json.parse(change))).refusedBy(POLICY, "Forbidden");
        assertThat(bed.admin().get(TokenSecrets.path(id)).code()).isEqualTo(404);
    }

    @Test
    void it_overwrites_its_own_token_by_a_tombstone_alone() {
        var id = bed.freshTokenId();
        create(TokenSecrets.token(id)).accepted();
        overwrite(id, TokenSecrets.token(id)).refusedBy(POLICY, "Forbidden", "to make it worthless");
        overwrite(id, signing(TokenSecrets.token(id))).refusedBy(POLICY, "Forbidden", "to make it worthless");
        overwrite(id, TokenSecrets.tombstone(id)).accepted();
        overwrite(id, TokenSecrets.token(id)).refusedBy(POLICY, "Forbidden", "to make it worthless");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'token-secret': '0123456789abcdef'}",
                "{'auth-extra-groups': 'system:bootstrappers:nodejoin'}",
                "{'usage-bootstrap-authentication': 'true'}",
                "{'usage-bootstrap-signing': 'true'}"
            })
    void a_tombstone_has_nothing_of_a_token(String data) {
        var id = bed.freshTokenId();
        create(TokenSecrets.token(id)).accepted();
        var halfDead = Json.merge(TokenSecrets.tombstone(id), Json.parse("{stringData: %s}".formatted(data)));
        overwrite(id, halfDead).refusedBy(POLICY, "Forbidden");
    }

    @Test
    void a_token_of_another_request_is_left_alone() {
        var id = bed.freshTokenId();
        foreign(id, "{metadata: {labels: {'nodejoin.dev/request-uid': 'other'}}}");
        overwrite(id, TokenSecrets.tombstone(id))
                .refusedBy(POLICY, "Forbidden", "no token but that of the same request");
    }

    @Test
    void a_token_of_anybody_else_is_left_alone() {
        var id = bed.freshTokenId();
        foreign(id, "{metadata: {labels: null}}");
        overwrite(id, TokenSecrets.tombstone(id))
                .refusedBy(POLICY, "Forbidden", "no token but that of the same request");
        assertThat(bed.admin().get(TokenSecrets.path(id)).body().path("data").has("token-secret"))
                .isTrue();
    }

    @Test
    void it_deletes_nothing_in_kube_system() {
        var id = bed.freshTokenId();
        create(TokenSecrets.token(id)).accepted();
        bed.operator().delete(TokenSecrets.path(id)).notAuthorized();
        bed.operator().delete(TokenSecrets.COLLECTION).notAuthorized();
        bed.almightyOperator().delete(TokenSecrets.path(id)).refusedBy(POLICY, "Forbidden");
    }

    private static void foreign(String id, String change) {
        bed.admin()
                .post(TokenSecrets.COLLECTION, Json.merge(TokenSecrets.token(id), Json.parse(change)))
                .accepted();
    }

    private static ObjectNode signing(ObjectNode token) {
        return Json.merge(token, Json.parse("{stringData: {'usage-bootstrap-signing': 'true'}}"));
    }

    private static Answer create(ObjectNode secret) {
        return bed.operator().post(TokenSecrets.COLLECTION, secret);
    }

    private static Answer overwrite(String id, ObjectNode secret) {
        return bed.operator().put(TokenSecrets.path(id), secret);
    }
}
