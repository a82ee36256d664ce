package dev.nodejoin.agent.training;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.nodejoin.agent.fixture.PublishedInfo;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.protocol.pki.CaPin;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * As much of a cluster as one join of one worker asks for, on two ports of a loopback address: an API server that approves at once, and
 * the health of a kubelet that needs one look to come up. It is there to be joined once; what a real cluster does is
 * tested on real ones.
 */
final class TrainingCluster implements AutoCloseable {
    /** The only name that every machine resolves without asking another one. */
    static final String NODE = "localhost";

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ANY_PORT = 0;

    private final InetAddress loopback;
    private final TestAuthority authority = TestAuthority.named("kubernetes");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger looksAtNode = new AtomicInteger();
    private final AtomicInteger looksAtHealth = new AtomicInteger();
    private final HttpServer kubelet;
    private final HttpsServer apiServer;
    private volatile ObjectNode request = JSON.createObjectNode();

    private TrainingCluster(InetAddress loopback) throws IOException {
        this.loopback = loopback;
        kubelet = HttpServer.create(new InetSocketAddress(loopback, ANY_PORT), 0);
        kubelet.createContext("/healthz", exchange -> reply(exchange, looksAtHealth.incrementAndGet() > 2 ? 200 : 503));
        apiServer = HttpsServer.create(new InetSocketAddress(loopback, ANY_PORT), 0);
        var names = new GeneralName(GeneralName.iPAddress, loopback.getHostAddress());
        apiServer.setHttpsConfigurator(wantingCertificates(authority.server(Duration.ofHours(-1), names)));
        apiServer.createContext("/", this::answer);
        List.of(kubelet, apiServer).forEach(server -> {
            server.setExecutor(threads);
            server.start();
        });
    }

    static TrainingCluster start() throws IOException {
        return on(InetAddress.getLoopbackAddress());
    }

    /** With everything at that loopback address. */
    static TrainingCluster on(InetAddress loopback) throws IOException {
        return new TrainingCluster(loopback);
    }

    /** The words that join a worker, whose files are to be in the directory. */
    List<String> joinArguments(String directory) {
        return List.of(
                "join",
                endpoint(),
                "--token",
                ScriptedCluster.TOKEN,
                "--discovery-token-ca-cert-hash",
                CaPin.of(authority.bundle().certificates().getFirst()).toString(),
                "--node-name",
                NODE,
                "--cri-socket",
                "unix:///run/containerd/containerd.sock",
                "--root-dir",
                directory,
                "--ignore-preflight-errors", // its machine is whichever this runs on
                "all",
                "--kubelet-command",
                "--",
                "true");
    }

    /** The API server as {@code host:port}; an IPv6 address stands in brackets. */
    String endpoint() {
        var host = loopback.getHostAddress();
        return "%s:%d"
                .formatted(
                        loopback instanceof Inet6Address ? "[" + host + "]" : host,
                        apiServer.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "cluster-info" ->
                configMap(
                        exchange,
                        PublishedInfo.of("https://" + endpoint(), authority.pem())
                                .signedBy(ScriptedCluster.TOKEN)
                                .data());
            case "kubeadm-config" ->
                configMap(exchange, Map.of("ClusterConfiguration", ScriptedCluster.CLUSTER_CONFIGURATION));
            case "kubelet-config" -> configMap(exchange, Map.of("kubelet", kubeletConfiguration()));
            case NODE -> node(exchange);
            case "certificatesigningrequests" -> signingRequests(exchange);
            default -> reply(exchange, 404);
        }
    }

    private String kubeletConfiguration() {
        return ScriptedCluster.KUBELET_CONFIGURATION.replaceFirst(
                "healthzPort: .*",
                "healthzPort: %d\nhealthzBindAddress: \"%s\""
                        .formatted(kubelet.getAddress().getPort(), loopback.getHostAddress()));
    }

    /** The name is free at first, and the second look after the kubelet has started finds the Node. */
    private void node(HttpExchange exchange) throws IOException {
        if (looksAtNode.incrementAndGet() <= 2) {
            reply(exchange, 404);
            return;
        }
        var node = JSON.createObjectNode();
        node.putObject("metadata").put("name", NODE).put("uid", "1");
        reply(exchange, node);
    }

    /** A request that is created, and the watch of it, which sees it approved and signed. */
    private void signingRequests(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            request = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            request.withObject("/metadata").put("resourceVersion", "1");
            request.withObject("/spec")
                    .put("username", "system:bootstrap:" + ScriptedCluster.TOKEN.split("\\.", 2)[0]);
            reply(exchange, request);
            return;
        }
        var event = JSON.createObjectNode().put("type", "MODIFIED");
        event.set("object", issued());
        reply(exchange, event);
    }

    private JsonNode issued() {
        var pem = new String(
                Base64.getDecoder().decode(request.at("/spec/request").asText()), US_ASCII);
        var certificate = authority.issue(pem, Instant.now(), Duration.ofHours(1));
        var status = request.deepCopy().withObject("/status");
        status.put("certificate", certificate.getBytes(US_ASCII));
        status.putArray("conditions").addObject().put("type", "Approved").put("status", "True");
        return request.deepCopy().set("status", status);
    }

    private static void configMap(HttpExchange exchange, Map<String, String> data) throws IOException {
        var configMap = JSON.createObjectNode();
        configMap.set("data", JSON.valueToTree(data));
        reply(exchange, configMap);
    }

    private static void reply(HttpExchange exchange, JsonNode document) throws IOException {
        var bytes = (document + "\n").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try (exchange) {
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 201 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void reply(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static HttpsConfigurator wantingCertificates(SSLContext tls) {
        return new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanting = tls.getDefaultSSLParameters();
                wanting.setWantClientAuth(true);
                parameters.setSSLParameters(wanting);
            }
        };
    }

    @Override
    public void close() {
        apiServer.stop(0);
        kubelet.stop(0);
        threads.shutdownNow();
    }
}
