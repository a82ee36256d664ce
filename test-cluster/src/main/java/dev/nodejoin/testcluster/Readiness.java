package dev.nodejoin.testcluster;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks the API server whether it is ready, as seen from this host. */
record Readiness(Supplier<String> kubeconfig) {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Returns when it is ready; throws what it last said when the deadline has passed. */
    void await(Duration deadline) {
        var config = Kubeconfigs.config(kubeconfig.get());
        config.setRequestRetryBackoffLimit(0);
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            await(() -> client.raw("/readyz"), System.nanoTime() + deadline.toNanos());
        }
    }

    private static void await(Runnable question, long end) {
        while (true) {
            try {
                question.run();
                return;
            } catch (KubernetesClientException e) {
                if (System.nanoTime() > end) {
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
