package dev.nodejoin.testcluster.binaries;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Attempts to bring a file here over HTTP; each goes on where the one before stopped (RFC 9110, section 14). */
record Download(URI source, Path file, Limits limits, Consumer<String> progress) {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** How much of it is here. */
    long done() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** One attempt; what it brought stays, also if it fails. */
    void attempt() throws IOException {
        resolve();
        var client = HttpClient.newBuilder()
                .connectTimeout(limits.connecting())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            var response = client.send(request(), BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                save(response, body);
            }
        } catch (ConnectException e) {
            throw new IOException("%s accepts no connection".formatted(source.getAuthority()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            client.shutdownNow();
        }
    }

    /** A resolver without a network may take half a minute to say so. */
    private void resolve() throws IOException {
        var found = new CompletableFuture<Boolean>();
        Thread.ofPlatform().daemon().start(() -> found.complete(isKnown(source.getHost())));
        if (!found.completeOnTimeout(false, limits.connecting().toMillis(), TimeUnit.MILLISECONDS)
                .join()) {
            throw new IOException("the address of %s cannot be found".formatted(source.getHost()));
        }
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private HttpRequest request() throws IOException {
        var request = HttpRequest.newBuilder(source).timeout(limits.silence());
        return done() == 0
                ? request.build()
                : request.header("Range", "bytes=%d-".formatted(done())).build();
    }

    private void save(HttpResponse<?> response, InputStream body) throws IOException {
        switch (response.statusCode()) {
            case OK -> save(body, 0, length(response));
            case PARTIAL_CONTENT -> save(body, resumedAt(response), done() + length(response));
            case RANGE_NOT_SATISFIABLE -> {} // all of it is here; whether it is right, its sum will tell
            default -> throw new IOException("the server answers with status " + response.statusCode());
        }
    }

    private long resumedAt(HttpResponse<?> response) throws IOException {
        var range = response.headers().firstValue("Content-Range").orElse("nothing");
        if (!range.startsWith("bytes %d-".formatted(done()))) {
            throw new IOException("the server was asked to go on at byte %d, but says %s".formatted(done(), range));
        }
        return done();
    }

    private static long length(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("Content-Length").orElse(0);
    }

    private void save(InputStream body, long start, long length) throws IOException {
        var transfer = new Transfer(limits, new Percentage("downloading " + source, length, progress));
        try (var target = new FileOutputStream(file.toFile(), start > 0)) {
            transfer.run(body, target, start);
        }
    }
}
