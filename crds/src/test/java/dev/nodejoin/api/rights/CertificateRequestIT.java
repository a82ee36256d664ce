package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bearer of our tokens asks for a kubelet's client certificate, and for nothing else. */
class CertificateRequestIT {
    private static final String POLICY = "nodejoin-certificate-requests";

    private static RightsBed bed;
    private static String tokenId;
    private static Api machine;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        tokenId = bed.freshTokenId();
        machine = new MachineRequests(bed).machine(tokenId);
    }

    @Test
    void what_a_kubelet_asks_for_is_taken() {
        asked("{}").accepted();
        asked("{spec: {usages: ['digital signature', 'key encipherment', 'client auth'], expirationSeconds: 3600}}")
                .accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.io/kubelet-serving", "kubernetes.io/kube-apiserver-client", "example.com/any"})
    void no_other_signer(String signer) {
        asked("{spec: {signerName: '%s'}}".formatted(signer)).refusedBy(POLICY, "Forbidden", "only a kubelet's client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server auth", "cert sign", "any", "code signing"})
    void no_other_usage(String usage) {
        asked("{spec: {usages: ['digital signature', 'client auth', '%s']}}".formatted(usage))
                .refusedBy(POLICY, "Forbidden", "and no others");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'digital signature'",
                "'client auth'",
                "'key encipherment', 'client auth'",
                "'digital signature', 'key encipherment'"
            })
    void no_fewer_usages_than_a_kubelet_needs(String usages) {
        asked("{spec: {usages: [%s]}}".formatted(usages)).refusedBy(POLICY, "Forbidden", "and no others");
    }

    @Test
    void some_usages() {
        asked("{spec: {usages: null}}").refused("Invalid", "usages");
        asked("{spec: {usages: []}}").refused("Invalid", "usages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels: {a: 'b'}",
                "annotations: {a: 'b'}",
                "finalizers: ['a.b/c']",
                "ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: 'n', uid: '1'}]"
            })
    void nothing_but_a_name_in_its_metadata(String metadata) {
        asked("{metadata: {%s}}".formatted(metadata)).refusedBy(POLICY, "Forbidden", "has no labels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a?b", "a#b", "-a", "a;b", "\u00e4"})
    void a_name_that_is_one(String name) {
        asked("{metadata: {name: '%s'}}".formatted(name)).refusedBy(POLICY, "Forbidden", "at most 253 letters");
    }

    @Test
    void a_name_like_a_kubelets() {
        asked("{metadata: {name: 'node-csr-kZiFg8E54Uy1NUOQrvMj4KtO9__0uRSIVojif42Jf5E'}}")
                .accepted();
        asked("{metadata: {name: '%s'}}".formatted("n".repeat(254))).refusedBy(POLICY, "Forbidden", "at most 253");
    }

    @Test
    void a_name_that_the_api_server_makes() {
        asked("{metadata: {name: null, generateName: 'csr-'}}").accepted();
    }

    @Test
    void a_sane_size() {
        machine.post(MachineRequests.COLLECTION, MachineRequests.requestOfSize(bed.freshName("csr"), 8190))
                .accepted();
        machine.post(MachineRequests.COLLECTION, MachineRequests.requestOfSize(bed.freshName("csr"), 8191))
                .refusedBy(POLICY, "Forbidden", "at most 8190 bytes");
    }

    @Test
    void who_asks_is_written_down_by_the_api_server_alone() {
        var name = bed.freshName("csr");
        var request = MachineRequests.request(name);
        Json.merge(request, Json.parse("{spec: {username: 'system:bootstrap:other0', groups: ['system:masters']}}"));
        var created = machine.post(MachineRequests.COLLECTION, request).accepted();
        assertThat(created.at("/spec/username").asText()).isEqualTo("system:bootstrap:" + tokenId);
        assertThat(created.at("/spec/groups").toString())
                .contains(RightsBed.TOKEN_GROUP)
                .doesNotContain("masters");
    }

    @Test
    void it_can_neither_change_nor_remove_nor_approve_what_it_asked_for() {
        var name = bed.freshName("csr");
        machine.post(MachineRequests.COLLECTION, MachineRequests.request(name)).accepted();
        var path = MachineRequests.COLLECTION + "/" + name;
        machine.merge(path, "{metadata: {labels: {a: 'b'}}}").notAuthorized();
        machine.merge(path + "/approval", "{}").notAuthorized();
        machine.merge(path + "/status", "{}").notAuthorized();
        machine.delete(path).notAuthorized();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nodes",
                "/api/v1/namespaces/kube-system/secrets",
                "/api/v1/namespaces/nodejoin/secrets",
                "/api/v1/namespaces/kube-system/configmaps",
                "/apis/nodejoin.dev/v1alpha1/nodejoinrequests"
            })
    void it_sees_nothing_that_it_does_not_need(String path) {
        machine.get(path).notAuthorized();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubeadm-config", "kubelet-config", "kube-proxy"})
    void it_reads_what_kubeadm_join_reads(String name) {
        machine.get("/api/v1/namespaces/kube-system/configmaps/" + name).accepted();
    }

    private static Answer asked(String change) {
        var request = MachineRequests.request(bed.freshName("csr"));
        return machine.post(MachineRequests.COLLECTION, Json.merge(request, Json.parse(change)));
    }
}
