package dev.nodejoin.testcluster;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks the API server whether it is ready, as seen from this host.
 *
 * @param cluster the cluster's folder: once it is gone, the cluster was taken down, and nothing will answer any more
 */
record Readiness(Supplier<String> kubeconfig, Path cluster) {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Returns when it is ready; throws what it last said when the deadline has passed, or the cluster is no more. */
    void await(Duration deadline) {
        var config = Kubeconfigs.config(kubeconfig.get());
        config.setRequestRetryBackoffLimit(0);
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            await(() -> client.raw("/readyz"), System.nanoTime() + deadline.toNanos());
        }
    }

    private void await(Runnable question, long end) {
        while (true) {
            try {
                question.run();
                return;
            } catch (KubernetesClientException e) {
                if (System.nanoTime() > end || Files.notExists(cluster)) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the API server", e);
        }
    }
}
