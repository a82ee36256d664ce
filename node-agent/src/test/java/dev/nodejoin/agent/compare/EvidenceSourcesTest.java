package dev.nodejoin.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.nodejoin.agent.fixture.TestAuthority;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made comparable stays what it is, but for names, addresses, keys and times. */
class EvidenceSourcesTest {
    private static final Wording WORDING = Wording.of(Map.of("join01-agent", "MACHINE", "10.88.0.12", "ADDRESS"));

    @Test
    void names_addresses_and_times_get_placeholders() {
        assertThat(WORDING.plain("system:node:join01-agent at 10.88.0.12")).isEqualTo("system:node:MACHINE at ADDRESS");
        assertThat(WORDING.plain("kubelet-client-2026-11-28-12-00-01.pem")).isEqualTo("kubelet-client-TIME.pem");
        assertThat(WORDING.plain("csr-x7k2p")).isEqualTo("REQUEST");
    }

    @Test
    void a_tree_tells_what_is_new_changed_and_gone() {
        var before = FileTree.parse("/a\tf 644 \n/b\tf 644 \n/c\tf 644 \n");
        var after = FileTree.parse("/a\tf 644 \n/b\tf 600 \n/join01-agent\tl 777 /a\n");

        assertThat(after.changesSince(before, WORDING))
                .containsOnly(entry("/b", "f 600"), entry("/c", "removed"), entry("/MACHINE", "l 777 /a"));
    }

    @Test
    void configurations_are_compared_field_by_field_and_other_files_byte_for_byte() {
        assertThat(FileContent.describe("/var/lib/kubelet/config.yaml", "b: [1, x]\na: {c: 0s, d: {}}\n", WORDING))
                .containsOnly(
                        entry("/var/lib/kubelet/config.yaml#/b/0", "1"),
                        entry("/var/lib/kubelet/config.yaml#/b/1", "\"x\""),
                        entry("/var/lib/kubelet/config.yaml#/a/c", "\"0s\""),
                        entry("/var/lib/kubelet/config.yaml#/a/d", "{}"));
        assertThat(FileContent.describe("/etc/kubernetes/kubelet.conf", "b: 1\n", WORDING))
                .containsOnly(entry("/etc/kubernetes/kubelet.conf", "b: 1\n"));
    }

    @Test
    void certificates_are_decoded_but_the_cluster_s_own_is_compared_byte_for_byte() {
        var one = TestAuthority.named("ca").pem();
        var another = TestAuthority.named("ca").pem();

        assertThat(FileContent.describe("/x/kubelet.crt", one, WORDING))
                .isEqualTo(FileContent.describe("/x/kubelet.crt", another, WORDING));
        assertThat(FileContent.describe("/x/kubelet.crt", one, WORDING).values())
                .singleElement()
                .asString()
                .contains("subject CN=ca")
                .contains("CA true");
        assertThat(FileContent.describe("/etc/kubernetes/pki/ca.crt", one, WORDING))
                .isNotEqualTo(FileContent.describe("/etc/kubernetes/pki/ca.crt", another, WORDING));
    }

    @Test
    void the_requests_of_one_machine_are_told_in_their_order() {
        var trail = AuditTrail.parse(
                List.of(
                        event(
                                "10.88.0.12",
                                "system:anonymous",
                                "kubeadm/v1",
                                "get",
                                "configmaps",
                                "/api/v1/x?timeout=10s",
                                200),
                        event("10.88.0.99", "system:anonymous", "kubeadm/v1", "get", "configmaps", "/api/v1/y", 200),
                        event(
                                "10.88.0.12",
                                "system:bootstrap:abcdef",
                                "node-agent",
                                "get",
                                "nodes",
                                "/n/join01-agent",
                                404),
                        event(
                                "10.88.0.12",
                                "system:bootstrap:abcdef",
                                "node-agent",
                                "get",
                                "nodes",
                                "/n/join01-agent",
                                404),
                        event("10.88.0.12", "system:node:join01-agent", "kubelet/v1", "list", "pods", "/pods", 200),
                        event("10.88.0.12", "system:node:join01-agent", "kubelet/v1", "create", "nodes", "/nodes", 201),
                        event("10.88.0.12", "system:node:join01-agent", "kubelet/v1", "create", "nodes", "/nodes", 201),
                        event(
                                "10.88.0.12",
                                "system:node:join01-agent",
                                "node-agent",
                                "get",
                                "nodes",
                                "/n/join01-agent",
                                200),
                        "{\"half\": "),
                "10.88.0.12");

        assertThat(trail.requests(WORDING))
                .containsExactly(
                        "system:anonymous: get /api/v1/x 200",
                        "token: get /n/MACHINE 404",
                        "node: create /nodes 201",
                        "node: get /n/MACHINE 200");
    }

    private static String event(
            String address, String user, String agent, String verb, String resource, String uri, int status) {
        return """
                {"sourceIPs": ["%s"], "user": {"username": "%s"}, "userAgent": "%s", "verb": "%s",
                 "objectRef": {"resource": "%s"}, "requestURI": "%s", "responseStatus": {"code": %d}}""".formatted(address, user, agent, verb, resource, uri, status);
    }
}
