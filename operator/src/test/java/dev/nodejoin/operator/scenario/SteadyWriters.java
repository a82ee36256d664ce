package dev.nodejoin.operator.scenario;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Nodes and people who write all the time and remember whatever was refused. An API server that is away refuses nothing. */
final class SteadyWriters implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicLong written = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    /** Patches that object as fast as the API server takes it. */
    SteadyWriters writing(String who, KubernetesClient client, String path) {
        threads.add(Thread.ofVirtual().start(() -> {
            for (var round = 0; running; round++) write(who, client, path, round);
        }));
        return this;
    }

    private void write(String who, KubernetesClient client, String path, int round) {
        var patch = "{\"metadata\":{\"annotations\":{\"round\":\"%d\"}}}".formatted(round);
        try {
            take(who, send(client, path, patch));
        } catch (ExecutionException | TimeoutException away) {
            pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private static HttpResponse<String> send(KubernetesClient client, String path, String patch)
            throws ExecutionException, TimeoutException, InterruptedException {
        var request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
                .method("PATCH", "application/merge-patch+json", patch)
                .build();
        return client.getHttpClient().sendAsync(request, String.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Until the API server is ready again, its authorizers know nobody's rights and say so without a policy. */
    private void take(String who, HttpResponse<String> answer) {
        if (answer.isSuccessful()) written.incrementAndGet();
        else if (isOfAPolicy(answer)) refusals.add("%s: %d %s".formatted(who, answer.code(), answer.body()));
        else pause();
    }

    private static boolean isOfAPolicy(HttpResponse<String> answer) {
        return answer.body().contains("olicy") || answer.body().contains("paramKind");
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    long written() {
        return written.get();
    }

    @Override
    public void close() {
        running = false;
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
