package dev.nodejoin.benchmarks;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinBanSpec;
import dev.nodejoin.operator.runtime.NodeJoinOperator;
import dev.nodejoin.operator.runtime.OperatorConfiguration;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.ContainerImageBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** A control plane of its own with so many bans in force, as the operator leaves them, and one Node that is not banned. */
final class BannedCluster implements AutoCloseable {
    private static final String NODE = "measured";
    private static final String STATUS = "/api/v1/nodes/" + NODE + "/status";
    private static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";
    private static final int IMAGES = 50;
    private static final int POLL_MILLIS = 500;

    private final int bans;
    private final TestCluster cluster;
    private final KubernetesClient node;
    private final Latencies leases = new Latencies();
    private final Latencies statuses = new Latencies();

    private BannedCluster(int bans, TestCluster cluster) {
        this.bans = bans;
        this.cluster = cluster;
        this.node = cluster.as("system:node:" + NODE, "system:nodes");
    }

    static BannedCluster start(int bans) throws ExecutionException, InterruptedException {
        var cluster = new BannedCluster(bans, TestCluster.start());
        InstallManifest.apply(cluster.cluster.admin());
        cluster.register();
        cluster.ban();
        return cluster;
    }

    /** With as many images as a busy kubelet reports. */
    private void register() throws ExecutionException, InterruptedException {
        node.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NODE)
                        .endMetadata()
                        .build())
                .create();
        var images = IntStream.range(0, IMAGES)
                .mapToObj(i -> new ContainerImageBuilder()
                        .withNames(
                                "registry.example.com/team/application-%d@sha256:%064d".formatted(i, i),
                                "registry.example.com/team/application-%d:v1.2.3".formatted(i))
                        .withSizeBytes(123_456_789L + i)
                        .build())
                .toList();
        var status =
                new NodeBuilder().withNewStatus().withImages(images).endStatus().build();
        timed(STATUS, STRATEGIC_MERGE, node.getKubernetesSerialization().asJson(status));
        node.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-node-lease")
                        .withName(NODE)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(NODE)
                        .endSpec()
                        .build())
                .create();
    }

    private void ban() throws InterruptedException {
        try (var operator = startOperator()) {
            for (var i = 0; i < bans; i++) ban("banned-node-%04d.example.com".formatted(i));
            while (unindexed() > 0) Thread.sleep(POLL_MILLIS);
            if (operator.httpPort() == 0) throw new IllegalStateException("the operator does not serve");
        }
    }

    private void ban(String name) {
        var ban = new NodeJoinBan();
        ban.setMetadata(new ObjectMetaBuilder().withName(name).build());
        ban.setSpec(new NodeJoinBanSpec(name, null, null, "measured"));
        cluster.admin().resource(ban).create();
    }

    private int unindexed() {
        return cluster.admin()
                .resources(NodeJoinBan.class)
                .withLabelSelector("!nodejoin.dev/indexed")
                .list()
                .getItems()
                .size();
    }

    private NodeJoinOperator startOperator() {
        var kubeconfig = cluster.serviceAccountKubeconfig("nodejoin-system", "nodejoin-operator");
        var configuration =
                OperatorConfiguration.parse("""
                apiServer: {endpoint: "%s"}
                http: {address: 127.0.0.1, port: 0}
                """.formatted(cluster.server().getAuthority()));
        return NodeJoinOperator.start(configuration, Config.fromKubeconfig(kubeconfig), InstantSource.system());
    }

    int bans() {
        return bans;
    }

    Latencies leases() {
        return leases;
    }

    Latencies statuses() {
        return statuses;
    }

    /** One write of each kind, as a kubelet makes them. */
    void write(int round, boolean counted) throws ExecutionException, InterruptedException {
        var lease = timed(
                "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/" + NODE,
                "application/merge-patch+json",
                "{\"spec\":{\"leaseDurationSeconds\":%d}}".formatted(40 + round % 2));
        var status = timed(
                STATUS,
                STRATEGIC_MERGE,
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"r%d\",\"message\":\"m\"}]}}"
                        .formatted(round));
        if (!counted) return;
        leases.add(lease);
        statuses.add(status);
    }

    private long timed(String path, String contentType, String patch) throws ExecutionException, InterruptedException {
        var http = node.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(URI.create(node.getMasterUrl().toString()).resolve(path))
                .method("PATCH", contentType, patch)
                .build();
        var begin = System.nanoTime();
        var answer = http.sendAsync(request, String.class).get();
        var taken = System.nanoTime() - begin;
        if (!answer.isSuccessful()) throw new IllegalStateException(answer.code() + " " + answer.body());
        return taken;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
