package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ComponentIT {
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        assumeThat(TestCluster.unavailable()).isEmpty();
        cluster = TestCluster.builder()
                .auditLog(true)
                .apiServerArgument("max-requests-inflight", "321")
                .start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) cluster.close();
    }

    @Test
    void data_survives_a_restart_of_etcd() {
        note("before-etcd");
        cluster.etcd().restart();
        await().ignoreException(KubernetesClientException.class)
                .untilAsserted(() -> assertThat(hasNote("before-etcd")).isTrue());
    }

    @Test
    void data_survives_a_restart_of_the_api_server() {
        note("before-api-server");
        cluster.apiServer().restart();
        assertThat(hasNote("before-api-server")).isTrue();
    }

    @Test
    void without_the_api_server_there_is_no_answer() {
        cluster.apiServer().stop();
        try {
            assertThat(cluster.apiServer().isRunning()).isFalse();
            assertThatThrownBy(() -> impatientRead()).isInstanceOf(KubernetesClientException.class);
        } finally {
            cluster.apiServer().start();
        }
        assertThat(cluster.apiServer().isRunning()).isTrue();
    }

    @Test
    void without_the_controller_manager_a_namespace_gets_no_account() {
        cluster.controllerManager().stop();
        try {
            cluster.admin()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("orphan")
                            .endMetadata()
                            .build())
                    .create();
            assertThat(cluster.controllerManager().isRunning()).isFalse();
            await().during(Duration.ofSeconds(2)).until(() -> !hasAccount("orphan"));
        } finally {
            cluster.controllerManager().start();
        }
        assertThat(cluster.asServiceAccount("orphan", "default").getMasterUrl()).isNotNull();
    }

    private static boolean hasAccount(String namespace) {
        return cluster.admin()
                        .serviceAccounts()
                        .inNamespace(namespace)
                        .withName("default")
                        .get()
                != null;
    }

    @Test
    void flags_that_were_asked_for_are_in_force() {
        assertThat(cluster.controlPlane()
                        .run("pgrep", "--full", "--list-full", "kube-apiserver")
                        .stdout())
                .contains("--max-requests-inflight=321");
    }

    @Test
    void the_audit_log_has_every_request_when_that_was_asked_for() {
        note("audited");
        await().untilAsserted(() -> assertThat(cluster.auditLog()).content().contains("\"name\":\"audited\""));
    }

    private static void note(String name) {
        cluster.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
    }

    private static boolean hasNote(String name) {
        return cluster.admin()
                        .configMaps()
                        .inNamespace("default")
                        .withName(name)
                        .get()
                != null;
    }

    private static void impatientRead() {
        var config = Kubeconfigs.config(cluster.adminKubeconfig());
        config.setRequestRetryBackoffLimit(0);
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            client.namespaces().list();
        }
    }
}
