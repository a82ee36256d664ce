package dev.nodejoin.testcluster.binaries;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file on loopback, as badly as it is told to. */
final class DownloadServer {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final byte[] content;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final Queue<Integer> breaks = new ArrayDeque<>();
    private boolean knowsRanges = true;
    private boolean silent;

    private DownloadServer(HttpServer server, byte[] content) {
        this.server = server;
        this.content = content;
    }

    static DownloadServer start(byte[] content) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var downloads = new DownloadServer(server, content);
        server.createContext("/v1.35.4/server.tar.gz", downloads::answer);
        server.setExecutor(downloads.threads);
        server.start();
        return downloads;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** What was asked for, request by request. */
    List<String> ranges() {
        return ranges;
    }

    /** One answer ends after that many bytes; each call is about one answer more. */
    DownloadServer breakOffAfter(int bytes) {
        breaks.add(bytes);
        return this;
    }

    void fallSilentAfter(int bytes) {
        breaks.add(bytes);
        silent = true;
    }

    void ignoreRanges() {
        knowsRanges = false;
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
        ranges.add(range.orElse("none"));
        var start = range.filter(asked -> knowsRanges)
                .map(asked -> Integer.valueOf(asked.substring("bytes=".length(), asked.length() - 1)))
                .orElse(0);
        if (start >= content.length) {
            exchange.sendResponseHeaders(416, -1);
        } else {
            send(exchange, start);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, int start) throws IOException {
        if (start > 0) {
            var range = "bytes %d-%d/%d".formatted(start, content.length - 1, content.length);
            exchange.getResponseHeaders().set("Content-Range", range);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
        var most = Optional.ofNullable(breaks.poll()).orElse(content.length);
        exchange.getResponseBody().write(content, start, Math.min(most, content.length - start));
        exchange.getResponseBody().flush();
        if (silent && most < content.length) pause();
    }

    private static void pause() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
