package dev.nodejoin.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.runtime.OperatorConfiguration.ConfigurationException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One strange object must not stop an informer. */
class ClientFactoryTest {
    private final KubernetesClient client = ClientFactory.create(Config.empty());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void unknown_fields_are_passed_over() {
        assertReadAs("""
                spec:
                  nodeName: worker-1
                  token: {ttlSeconds: 900}
                  node: {taints: [{key: k, effect: NoSchedule}]}
                status:
                  token: {id: abcdef, state: Live}
                  approvals: [{by: alice, key: k}]
                """, """
                metadata: {name: a, newer: 1}
                newer: {}
                spec:
                  nodeName: worker-1
                  newer: {deep: [1]}
                  token: {ttlSeconds: 900, newer: x}
                  node: {taints: [{key: k, effect: NoSchedule, newer: x}], newer: x}
                status:
                  newer: x
                  token: {id: abcdef, state: Live, newer: x}
                  approvals: [{by: alice, key: k, newer: x}]
                """);
    }

    @Test
    void an_unknown_word_is_read_as_absent() {
        assertReadAs("""
                spec: {nodeName: worker-1}
                status: {token: {id: abcdef}, handOff: {name: n}}
                """, """
                spec: {nodeName: worker-1, role: Gateway, credential: Tpm, handOff: Pigeon, discovery: Guess}
                status: {token: {id: abcdef, state: Lost}, handOff: {kind: Pigeon, name: n}}
                """);
    }

    private void assertReadAs(String known, String strange) {
        assertThat(read(strange).getSpec()).isEqualTo(read(known).getSpec());
        assertThat(read(strange).getStatus()).isEqualTo(read(known).getStatus());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: null",
                "status: null",
                "spec: {nodeName: null, role: null, token: null, node: null, deadlineSeconds: null, suspend: null}",
                "spec: {identity: {publicKey: null}, token: {ttlSeconds: null}}",
                "spec: {node: {labels: null, annotations: null, taints: null}}",
                "spec: {node: {labels: {a: null}, taints: [null]}}",
                "status: {conditions: null, approvals: null, denials: null, token: null, certificate: null}",
                "status: {conditions: [null], approvals: [null], denials: [null], approved: {by: null}}",
                "status: {token: {id: null, state: null, attempt: null}, node: {uid: null}}"
            })
    void nulls_are_read(String yaml) {
        assertThat(read(yaml)).isNotNull();
    }

    @Test
    void a_kubeconfig_that_is_not_there_is_named() {
        var missing = folder.resolve("missing").toString();
        assertThatThrownBy(() -> ClientFactory.connection(missing))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith("kubeconfig " + missing)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a", "a: [", "users: 5", "just words", "token: s3cr3t: s3cr3t"})
    void a_malformed_kubeconfig_is_named_in_one_line_that_quotes_nothing(String text) throws IOException {
        var file = Files.writeString(folder.resolve("kubeconfig"), text);
        assertThatThrownBy(() -> ClientFactory.connection(file.toString()))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith("kubeconfig " + file)
                .doesNotContain("\n", "s3cr3t");
    }

    @Test
    void a_kubeconfig_says_which_server() throws IOException {
        var file = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """);
        assertThat(ClientFactory.connection(file.toString()).getMasterUrl()).isEqualTo("https://127.0.0.1:6443/");
    }

    private NodeJoinRequest read(String yaml) {
        return client.getKubernetesSerialization().unmarshal(yaml, NodeJoinRequest.class);
    }
}
