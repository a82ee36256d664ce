package dev.nodejoin.agent.compare;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The same of both sides. */
record Both<T>(T kubeadm, T agent) {
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    /** Does the same to both at the same time, and waits for both. */
    <R> Both<R> map(Function<T, R> change) {
        var theirs = CompletableFuture.supplyAsync(() -> change.apply(kubeadm), THREADS);
        var ours = CompletableFuture.supplyAsync(() -> change.apply(agent), THREADS);
        CompletableFuture.allOf(theirs, ours).exceptionally(_ -> null).join();
        return new Both<>(theirs.join(), ours.join());
    }
}
