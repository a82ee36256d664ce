package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ControlPlaneIT {
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        assumeThat(TestCluster.unavailable()).isEmpty();
        cluster = TestCluster.shared();
    }

    @Test
    void the_api_server_has_the_version_that_was_asked_for() {
        assertThat(cluster.admin().getKubernetesVersion().getGitVersion()).isEqualTo("v" + cluster.kubernetesVersion());
    }

    @Test
    void the_configuration_that_kubeadm_join_reads_is_there() {
        assertThat(cluster.admin()
                        .configMaps()
                        .inNamespace("kube-system")
                        .list()
                        .getItems())
                .extracting(map -> map.getMetadata().getName())
                .contains("kubeadm-config", "kubelet-config", "kube-proxy");
    }

    @Test
    void no_bootstrap_token_is_left_from_the_start() {
        assertThat(cluster.admin()
                        .secrets()
                        .inNamespace("kube-system")
                        .withField("type", "bootstrap.kubernetes.io/token")
                        .list()
                        .getItems())
                .extracting(secret -> secret.getMetadata().getName())
                .isEmpty();
    }

    @Test
    void a_client_is_the_user_and_has_the_groups_that_were_asked_for() {
        var info = whoIs(cluster.as("alice", "approvers", "a,\"b"));
        assertThat(info.getStatus().getUserInfo().getUsername()).isEqualTo("alice");
        assertThat(info.getStatus().getUserInfo().getGroups())
                .containsExactlyInAnyOrder("approvers", "a,\"b", "system:authenticated");
    }

    @Test
    void a_client_can_be_a_service_account() {
        var info = whoIs(cluster.asServiceAccount("default", "default"));
        assertThat(info.getStatus().getUserInfo().getUsername()).isEqualTo("system:serviceaccount:default:default");
    }

    @Test
    void the_administrator_may_create_things() {
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("made")
                .withNamespace("default")
                .endMetadata()
                .build();
        assertThat(cluster.admin().resource(map).create().getMetadata().getUid())
                .isNotEmpty();
    }

    private static SelfSubjectReview whoIs(KubernetesClient client) {
        return client.resource(new SelfSubjectReview()).create();
    }
}
