package dev.nodejoin.operator.difference;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A cluster as kubeadm makes it, without anything of ours: kube-controller-manager approves what bearers of bootstrap tokens
 * ask for, if it recognises it as a kubelet's request. Its throttle of ten approvals a second is off.
 */
final class KubernetesApprover implements AutoCloseable {
    private static final int UNPROCESSABLE = 422;
    private static final Set<Integer> REFUSALS =
            Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE);
    private static final int SUBMITTERS = 8;
    private static final int MARKERS = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestCluster cluster;
    private final Map<Asker, KubernetesClient> clients;

    private KubernetesApprover(TestCluster cluster) {
        this.cluster = cluster;
        this.clients = Asker.ALL.stream().collect(Collectors.toMap(Function.identity(), this::client));
    }

    /** Skips the test, with the reason, where no cluster can run. */
    static KubernetesApprover start() {
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        return new KubernetesApprover(TestCluster.builder()
                .controllerManagerArgument("kube-api-qps", "2000")
                .controllerManagerArgument("kube-api-burst", "4000")
                .start());
    }

    private KubernetesClient client(Asker asker) {
        var config = new ConfigBuilder(cluster.admin().getConfiguration())
                .withImpersonateUsername(asker.user())
                .withImpersonateGroups(asker.groups().toArray(String[]::new))
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Submits all, in order; the API server may refuse some. */
    void submit(List<Submission> submissions) throws ExecutionException, InterruptedException {
        try (var executor = Executors.newFixedThreadPool(SUBMITTERS)) {
            var running = submissions.stream()
                    .<Future<?>>map(submission -> executor.submit(() -> submit(submission)))
                    .toList();
            for (var one : running) one.get();
        }
    }

    private void submit(Submission submission) {
        try {
            clients.get(submission.asker()).resource(submission.toObject()).create();
        } catch (KubernetesClientException e) {
            if (!REFUSALS.contains(e.getCode())) throw e;
        }
    }

    /**
     * All requests, when the approver has looked at each: it takes them in order, and has approved requests that were
     * submitted last.
     */
    Map<String, CertificateSigningRequest> decided() throws ExecutionException, InterruptedException {
        var markers = Submissions.markers(MARKERS);
        submit(markers);
        await("the approver to reach the end")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(this::all, all -> markers.stream().allMatch(marker -> isApproved(all.get(marker.name()))));
        return all();
    }

    private Map<String, CertificateSigningRequest> all() {
        return cluster.admin().certificates().v1().certificateSigningRequests().list().getItems().stream()
                .collect(Collectors.toMap(request -> request.getMetadata().getName(), Function.identity()));
    }

    static boolean isApproved(CertificateSigningRequest request) {
        return request.getStatus() != null
                && request.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Approved"));
    }

    @Override
    public void close() {
        clients.values().forEach(KubernetesClient::close);
        cluster.close();
    }
}
