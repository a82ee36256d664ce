package dev.nodejoin.operator.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Serves {@code /livez}, {@code /readyz} and {@code /metrics}. */
final class HealthServer implements AutoCloseable {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    static HealthServer start(InetSocketAddress address, BooleanSupplier ready, Supplier<String> metrics) {
        try {
            var server = HttpServer.create(address, 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/livez", exchange -> answer(exchange, true));
            server.createContext("/readyz", exchange -> answer(exchange, ready.getAsBoolean()));
            server.createContext(
                    "/metrics", exchange -> answer(exchange, HttpURLConnection.HTTP_OK, METRICS_TYPE, metrics.get()));
            server.start();
            return new HealthServer(server);
        } catch (IOException e) {
            throw new OperatorStartException(
                    "can't serve health and metrics on %s (http.address, http.port): %s"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, boolean good) throws IOException {
        answer(
                exchange,
                good ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
                TEXT_TYPE,
                good ? "ok" : "not ready");
    }

    private static void answer(HttpExchange exchange, int code, String type, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
