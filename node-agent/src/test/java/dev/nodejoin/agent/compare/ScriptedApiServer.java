package dev.nodejoin.agent.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.nodejoin.agent.fixture.PublishedInfo;
import dev.nodejoin.agent.fixture.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A program that answers like an API server of a kind that a real one can't be made to be, one script a port. It notes every
 * request in a file.
 */
final class ScriptedApiServer {
    static final String AUTHORITY = "/root/authority.pem";
    static final String REQUESTS = "/root/requests.log";
    static final String REAL_AUTHORITY = "/root/real-authority.pem";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final String token;
    private final String realServer;
    private final String realAuthority;
    private final TestAuthority authority = TestAuthority.named("scripted");
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    private ScriptedApiServer(String address, String token, String realServer, String realAuthority) {
        this.address = address;
        this.token = token;
        this.realServer = realServer;
        this.realAuthority = realAuthority;
    }

    /** Arguments: its address, a token, the real API server's URL. */
    public static void main(String[] arguments) throws IOException {
        var realAuthority = Files.readString(Path.of(REAL_AUTHORITY));
        new ScriptedApiServer(arguments[0], arguments[1], arguments[2], realAuthority).start();
    }

    private void start() throws IOException {
        Files.createFile(Path.of(REQUESTS));
        var tls = authority.server(Duration.ofHours(-1), new GeneralName(GeneralName.iPAddress, address));
        var threads = Executors.newCachedThreadPool();
        for (var script : Script.values()) {
            var server = HttpsServer.create(new InetSocketAddress(address, script.port()), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    note(script, exchange);
                    answer(script, exchange);
                }
            });
            server.start();
        }
        // Last: whoever sees it knows that the server is there.
        Files.writeString(Path.of(AUTHORITY), authority.pem());
    }

    private static synchronized void note(Script script, HttpExchange exchange) throws IOException {
        var line = "%s %d %s %s%n"
                .formatted(
                        exchange.getRemoteAddress().getAddress().getHostAddress(),
                        script.port(),
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath());
        Files.writeString(Path.of(REQUESTS), line, StandardOpenOption.APPEND);
    }

    private void answer(Script script, HttpExchange exchange) throws IOException {
        switch (script) {
            case UNAUTHORIZED -> status(exchange, 401, "Unauthorized", "Unauthorized");
            case FORBIDDEN ->
                status(
                        exchange,
                        403,
                        "Forbidden",
                        "configmaps \"cluster-info\" is forbidden: User \"system:anonymous\" cannot get resource");
            case NOT_FOUND -> status(exchange, 404, "NotFound", "configmaps \"cluster-info\" not found");
            case BROKEN -> status(exchange, 500, "InternalError", "an error on the server has prevented it");
            case GARBAGE -> send(exchange, 200, "this is no API server");
            case WITHOUT_KUBECONFIG ->
                info(exchange, without("kubeconfig", here(script).signedBy(token)));
            case WITH_BROKEN_KUBECONFIG ->
                info(
                        exchange,
                        new PublishedInfo("- no: kubeconfig", Map.of())
                                .signedBy(token)
                                .data());
            case WITHOUT_AUTHORITIES ->
                info(exchange, withoutAuthorities(script).signedBy(token).data());
            case UNSIGNED -> info(exchange, here(script).data());
            case WRONGLY_SIGNED ->
                info(exchange, here(script).signedBy(otherSecret()).data());
            case CHANGING ->
                info(exchange, changing(script, exchange).signedBy(token).data());
            case WITH_OTHER_AUTHORITIES ->
                info(
                        exchange,
                        PublishedInfo.of(url(script), realAuthority)
                                .signedBy(token)
                                .data());
            case WITH_SEVERAL_AUTHORITIES ->
                info(
                        exchange,
                        PublishedInfo.of(realServer, authority.pem() + realAuthority)
                                .signedBy(token)
                                .data());
            case KUBECONFIG_OF_THE_CLUSTER -> send(exchange, 200, kubeconfigOfTheCluster());
        }
    }

    private String url(Script script) {
        return "https://%s:%d".formatted(address, script.port());
    }

    private PublishedInfo here(Script script) {
        return PublishedInfo.of(url(script), authority.pem());
    }

    private PublishedInfo changing(Script script, HttpExchange exchange) {
        var who = exchange.getRemoteAddress().getAddress().getHostAddress();
        var before = asked.computeIfAbsent(who, _ -> new AtomicInteger()).getAndIncrement();
        return before % 2 == 0 ? here(script) : PublishedInfo.of(url(script) + "/", authority.pem());
    }

    private PublishedInfo withoutAuthorities(Script script) {
        return new PublishedInfo(
                here(script).kubeconfig().replaceAll("(?m)^.*certificate-authority-data.*\n", ""), Map.of());
    }

    private String kubeconfigOfTheCluster() {
        return DiscoveryKubeconfig.of(realServer, realAuthority, "{}");
    }

    private String otherSecret() {
        return token.substring(0, token.length() - 1) + (token.endsWith("0") ? "1" : "0");
    }

    private static Map<String, String> without(String key, PublishedInfo info) {
        var data = new HashMap<>(info.data());
        data.remove(key);
        return data;
    }

    private static void info(HttpExchange exchange, Map<String, String> data) throws IOException {
        send(
                exchange,
                200,
                json(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("namespace", "kube-public", "name", "cluster-info"),
                        "data",
                        data)));
    }

    private static void status(HttpExchange exchange, int code, String reason, String message) throws IOException {
        send(
                exchange,
                code,
                json(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Status",
                        "status",
                        "Failure",
                        "message",
                        message,
                        "reason",
                        reason,
                        "code",
                        code)));
    }

    private static String json(Map<String, Object> document) throws JsonProcessingException {
        return JSON.writeValueAsString(document);
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
