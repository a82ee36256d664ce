package dev.nodejoin.operator.scenario;

import static dev.nodejoin.operator.scenario.BanStory.awaitBanned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.operator.runtime.NodeJoinOperator;
import dev.nodejoin.operator.runtime.OperatorConfiguration;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bans while what they are made of goes away and comes back, on a cluster of their own. */
final class BanSurvivalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        cluster = TestCluster.start();
        InstallManifest.apply(cluster.admin());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) cluster.close();
    }

    @Test
    void nobody_elses_write_is_refused_while_definitions_and_api_server_go_and_come_back() {
        var admin = cluster.admin();
        var free = node("free");
        var banned = node("banned");
        lease(free, "free");
        admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("somebodys")
                        .endMetadata()
                        .build())
                .create();
        var operator = startOperator();
        try (var writers = new SteadyWriters()
                .writing("a node", free, "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/free")
                .writing("a node", free, "/api/v1/nodes/free/status")
                .writing("a user", admin, "/api/v1/namespaces/default/configmaps/somebodys")) {
            BanStory.ofNode(admin, "banned").awaitIndexed();
            awaitBanned(() -> lease(banned, "banned"));
            operator.close();
            deleteDefinitions(admin);
            cluster.apiServer().restart();
            awaitMore(writers);
            InstallManifest.apply(admin);
            awaitMore(writers);
            cluster.apiServer().restart();
            awaitMore(writers);
            operator = startOperator();
            awaitAllowed(() -> lease(banned, "banned"));
            BanStory.ofNode(admin, "banned");
            awaitBanned(() -> lease(banned, "banned"));
            awaitMore(writers);
            assertThat(writers.refusals()).isEmpty();
        } finally {
            operator.close();
        }
    }

    private static void deleteDefinitions(KubernetesClient admin) {
        for (var kind : new String[] {"nodejoinbans", "nodejoinrequests"})
            admin.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(kind + ".nodejoin.dev")
                    .withTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                    .delete();
    }

    private static void awaitMore(SteadyWriters writers) {
        var before = writers.written();
        await("the writers to go on").atMost(PATIENCE).until(() -> writers.written() > before + 200);
    }

    /** Asked before the ban, while Kubernetes' own approver was away. */
    @Test
    void kubernetes_own_approver_renews_nothing_for_a_banned_node() {
        var admin = cluster.admin();
        var renewing = node("renewing");
        cluster.controllerManager().stop();
        var pem = WireNode.newKey().certificateRequestPem("renewing");
        var request = renewing.resource(new CertificateSigningRequestBuilder()
                        .withNewMetadata()
                        .withName("renewal")
                        .endMetadata()
                        .withNewSpec()
                        .withSignerName("kubernetes.io/kube-apiserver-client-kubelet")
                        .withUsages("digital signature", "client auth")
                        .withRequest(Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)))
                        .endSpec()
                        .build())
                .create();
        var ban = BanStory.ofNode(admin, "renewing");
        awaitBanned(() -> lease(renewing, "renewing"));
        cluster.controllerManager().start();
        await("its approver to try in vain")
                .atMost(PATIENCE)
                .until(() -> cluster.controllerManager().log().contains("nodejoin-bans"));
        assertThat(admin.resource(request).get().getStatus().getConditions()).isEmpty();
        ban.lift();
        await("it to be approved as ever")
                .atMost(PATIENCE)
                .until(() -> !admin.resource(request)
                        .get()
                        .getStatus()
                        .getConditions()
                        .isEmpty());
    }

    private static KubernetesClient node(String name) {
        var client = cluster.as("system:node:" + name, "system:nodes");
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return client;
    }

    private static void lease(KubernetesClient client, String node) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-node-lease")
                        .withName(node)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(node)
                        .endSpec()
                        .build())
                .fieldManager("kubelet")
                .serverSideApply();
    }

    private static void awaitAllowed(Runnable write) {
        await("the write to be taken").atMost(PATIENCE).ignoreExceptions().until(() -> {
            write.run();
            return true;
        });
    }

    private static NodeJoinOperator startOperator() {
        var kubeconfig = cluster.serviceAccountKubeconfig("nodejoin-system", "nodejoin-operator");
        var configuration =
                OperatorConfiguration.parse("""
                apiServer: {endpoint: "%s"}
                http: {address: 127.0.0.1, port: 0}
                """.formatted(cluster.server().getAuthority()));
        return NodeJoinOperator.start(configuration, Config.fromKubeconfig(kubeconfig), InstantSource.system());
    }
}
