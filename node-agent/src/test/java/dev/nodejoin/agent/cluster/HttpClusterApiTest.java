package dev.nodejoin.agent.cluster;

import static dev.nodejoin.agent.cluster.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodejoin.agent.cluster.LoopbackServer.Answer;
import dev.nodejoin.agent.cluster.LoopbackServer.Seen;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Busy;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untimely;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;
import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.plan.SigningRequest;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClusterApiTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    private static final SecretText TOKEN = new SecretText("abcdef.0123456789abcdef");
    private static final String NODE = """
            {"metadata": {"uid": "u-1"}, "status": {"conditions": [
              {"type": "MemoryPressure", "status": "True"},
              {"type": "Ready", "status": "%s", "lastHeartbeatTime": "2026-11-24T10:00:00Z"}]}}""";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    @AfterEach
    void closeEverything() throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    @Test
    void a_config_map_is_read_with_the_token() {
        var server = server(json(200, "{\"data\": {\"kubelet\": \"kind: x\\n\"}}"));

        assertThat(api(server).configMap("kube-system", "kubelet-config")).contains(Map.of("kubelet", "kind: x\n"));
        assertThat(server.seen())
                .containsExactly(new Seen(
                        "GET",
                        "/api/v1/namespaces/kube-system/configmaps/kubelet-config",
                        "Bearer abcdef.0123456789abcdef",
                        "",
                        ""));
    }

    @Test
    void what_is_not_there_is_empty() {
        assertThat(api(server(json(404, "{}"))).configMap("kube-system", "x")).isEmpty();
        assertThat(api(server(json(404, "{}"))).node("x")).isEmpty();
        assertThat(api(server(json(404, "{}"))).signingRequest("x")).isEmpty();
    }

    @Test
    void a_node_is_ready_if_its_ready_condition_says_so() {
        assertThat(api(server(json(200, NODE.formatted("True")))).node("worker-1"))
                .contains(new NodeView("u-1", true, "2026-11-24T10:00:00Z"));
        assertThat(api(server(json(200, NODE.formatted("Unknown")))).node("worker-1"))
                .contains(new NodeView("u-1", false, "2026-11-24T10:00:00Z"));
        assertThat(api(server(json(200, "{\"metadata\": {\"uid\": \"u-1\"}}"))).node("worker-1"))
                .contains(new NodeView("u-1", false, ""));
    }

    @Test
    void the_certificate_identifies_the_node() {
        var key = NodeKey.generate(new SecureRandom());
        var pem = AUTHORITY.issue(key.certificateRequestPem("worker-1"), Instant.now(), Duration.ofDays(1));
        var pair = new KubeletCertificatePair(CertificateBundle.parse(pem), key);
        var server = server(json(404, "{}"));

        connections(server.url("127.0.0.1"), AUTHORITY)
                .withCertificate(pair.identity())
                .node("worker-1");

        assertThat(server.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.client()).isEqualTo("CN=system:node:worker-1,O=system:nodes");
            assertThat(seen.authorization()).isEmpty();
        });
    }

    @Test
    void a_request_is_created_as_the_kubelet_would() {
        var server = server(json(201, request("Pending", "")));
        var created = api(server).submit("node-csr-x", "PEM", Optional.empty());

        assertThat(created.orElseThrow().decision()).isEqualTo(new Decision.Undecided());
        assertThat(server.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.uri()).isEqualTo("/apis/certificates.k8s.io/v1/certificatesigningrequests");
            assertThat(seen.body())
                    .isEqualTo("{\"apiVersion\":\"certificates.k8s.io/v1\",\"kind\":\"CertificateSigningRequest\","
                            + "\"metadata\":{\"name\":\"node-csr-x\"},\"spec\":{\"request\":\"UEVN\","
                            + "\"signerName\":\"kubernetes.io/kube-apiserver-client-kubelet\","
                            + "\"usages\":[\"digital signature\",\"client auth\"]}}");
        });
    }

    @Test
    void a_request_tells_how_long_its_certificate_shall_live() {
        var server = server(json(201, request("Pending", "")));
        api(server).submit("node-csr-x", "PEM", Optional.of(new CertificateLifetime(3600)));

        assertThat(server.seen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.body()).contains("\"expirationSeconds\":3600"));
    }

    @Test
    void a_request_that_exists_is_not_an_error() {
        assertThat(api(server(json(409, "{\"reason\": \"AlreadyExists\"}"))).submit("x", "PEM", Optional.empty()))
                .isEmpty();
    }

    @Test
    void the_decision_on_a_request_is_read_from_its_conditions() {
        assertThat(decision(request("Approved", ""))).isEqualTo(new Decision.Approved());
        assertThat(decision(request("Approved", "Q0VSVA=="))).isEqualTo(new Decision.Issued("CERT"));
        assertThat(decision(request("Denied", ""))).isEqualTo(new Decision.Denied("Because", "so it is"));
        assertThat(decision(request("Failed", ""))).isEqualTo(new Decision.Failed("Because", "so it is"));
        assertThat(decision(request("Pending", "Q0VSVA=="))).isEqualTo(new Decision.Undecided());
    }

    @Test
    void a_watch_ends_with_its_first_event() {
        var hold = new CountDownLatch(1);
        open.add(hold::countDown);
        var event = "{\"type\":\"MODIFIED\",\"object\":%s}\n"
                .formatted(request("Denied", "").replace("\n", ""));
        var server = server(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(hold);
        });

        assertThat(api(server)
                        .awaitChange(seen(), Duration.ofSeconds(5))
                        .orElseThrow()
                        .decision())
                .isEqualTo(new Decision.Denied("Because", "so it is"));
        assertThat(server.seen())
                .singleElement()
                .extracting(Seen::uri)
                .isEqualTo("/apis/certificates.k8s.io/v1/certificatesigningrequests?watch=true"
                        + "&fieldSelector=metadata.name%3Dnode-csr-x&resourceVersion=7&timeoutSeconds=5");
    }

    @Test
    void a_watch_that_ends_without_event_is_empty() {
        var server = server(exchange -> exchange.sendResponseHeaders(200, -1));

        assertThat(api(server).awaitChange(seen(), Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void a_watch_that_reports_a_deletion_or_an_error_is_empty() {
        var deleted = "{\"type\":\"DELETED\",\"object\":%s}\n"
                .formatted(request("Denied", "").replace("\n", ""));
        var expired = "{\"type\":\"ERROR\",\"object\":{\"code\":410}}\n";

        assertThat(api(server(json(200, deleted))).awaitChange(seen(), Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(api(server(json(200, expired))).awaitChange(seen(), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void every_refusal_is_told_apart() {
        var status = "{\"kind\": \"Status\", \"message\": \"you\\u001b[1m may not\"}";

        assertThat(problem(json(401, status))).isEqualTo(new Unauthorized());
        assertThat(problem(json(403, status))).isEqualTo(new Forbidden("you [1m may not"));
        assertThat(problem(json(422, status))).isEqualTo(new Refused(422, "you [1m may not"));
        assertThat(problem(json(429, ""))).isEqualTo(new Busy(429, ""));
        assertThat(problem(json(503, "<html>"))).isEqualTo(new Busy(503, ""));
    }

    @Test
    void a_redirect_is_not_followed() {
        var elsewhere = server(json(200, NODE.formatted("True")));
        var server = server(exchange -> {
            exchange.getResponseHeaders().add("Location", elsewhere.url("127.0.0.1") + "/x");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(problem(server.url("127.0.0.1"), AUTHORITY)).isEqualTo(new Refused(302, ""));
        assertThat(elsewhere.seen()).isEmpty();
    }

    @Test
    void an_answer_that_is_not_what_was_asked_for_is_unusable() {
        assertThat(problem(json(200, "<html>"))).isEqualTo(new Unusable("the answer is not JSON"));
        assertThat(problem(json(200, "[]"))).isEqualTo(new Unusable("the answer is not a JSON object"));
        assertThat(problem(json(200, "{}"))).isEqualTo(new Unusable("the answer has no /metadata/uid"));
    }

    @Test
    void an_endless_answer_is_cut_off() {
        Answer endless = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[1 << 16];
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(chunk);
            }
        };

        assertThat(problem(endless))
                .isEqualTo(new Unusable("the answer is larger than %d bytes".formatted(ApiConnection.LARGEST_ANSWER)));
    }

    @Test
    void a_server_that_does_not_answer_is_given_up() {
        var hold = new CountDownLatch(1);
        open.add(hold::countDown);

        assertThat(problemOfSilence(exchange -> await(hold))).isEqualTo(new Unreachable("no answer in time"));
    }

    @Test
    void a_server_that_stops_in_the_middle_of_an_answer_is_given_up() {
        var hold = new CountDownLatch(1);
        open.add(hold::countDown);

        assertThat(problemOfSilence(exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    await(hold);
                }))
                .isEqualTo(new Unreachable("no answer in time"));
    }

    @Test
    void a_server_of_another_authority_is_not_trusted() {
        var server = server(json(200, "{}"));

        assertThat(problem(server.url("127.0.0.1"), TestAuthority.named("kubernetes")))
                .isEqualTo(new Untrusted("its certificate was not issued by a CA certificate that is trusted here"));
        assertThat(server.seen()).isEmpty();
    }

    /** While a cluster changes its authority both are in the bundle. */
    @Test
    void a_server_of_any_authority_of_the_bundle_is_trusted() {
        var next = TestAuthority.named("kubernetes");
        var both = new CertificateBundle(Stream.of(AUTHORITY, next)
                .flatMap(authority -> authority.bundle().certificates().stream())
                .toList());

        for (var authority : List.of(AUTHORITY, next)) {
            var server = new LoopbackServer(authority.server(Duration.ZERO, LOOPBACK), json(404, "{}"));
            open.add(server);
            var connections = new HttpClusterConnections(server.url("127.0.0.1"), both, Optional.empty(), trace::add);

            assertThat(connections.withToken(TOKEN).node("worker-1")).isEmpty();
        }
    }

    @Test
    void a_certificate_for_another_host_is_not_accepted() {
        var server = new LoopbackServer(
                AUTHORITY.server(Duration.ofHours(-1), new GeneralName(GeneralName.dNSName, "api.test")),
                json(200, "{}"));
        open.add(server);

        assertThat(problem(server.url("127.0.0.1"), AUTHORITY))
                .isInstanceOfSatisfying(
                        Untrusted.class,
                        problem -> assertThat(problem.why())
                                .startsWith("its certificate does not fit: No subject alternative names"));
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void an_expired_certificate_of_the_server_is_named_as_such() {
        var server = new LoopbackServer(AUTHORITY.server(Duration.ofDays(-3), LOOPBACK), json(200, "{}"));
        open.add(server);

        assertThat(problem(server.url("127.0.0.1"), AUTHORITY)).isInstanceOfSatisfying(Untimely.class, problem -> {
            assertThat(problem.why()).contains("has expired");
            assertThat(problem.notAfter()).isBefore(Instant.now());
        });
    }

    @Test
    void a_certificate_of_the_future_points_to_the_clock() {
        var server = new LoopbackServer(AUTHORITY.server(Duration.ofDays(3), LOOPBACK), json(200, "{}"));
        open.add(server);

        assertThat(problem(server.url("127.0.0.1"), AUTHORITY)).isInstanceOfSatisfying(Untimely.class, problem -> {
            assertThat(problem.why()).contains("by this machine's clock").contains("not valid yet");
            assertThat(problem.notBefore()).isAfter(Instant.now());
        });
    }

    @Test
    void every_answer_tells_what_time_it_is_at_the_server() {
        var server = server(json(403, "{}"));
        var dates = new ArrayList<Instant>();
        var connections = new HttpClusterConnections(
                server.url("127.0.0.1"), AUTHORITY.bundle(), Optional.empty(), new RequestTrace() {
                    @Override
                    public void line(String line) {}

                    @Override
                    public void dated(Instant time) {
                        dates.add(time);
                    }
                });
        problemOf(() -> connections.withToken(TOKEN).node("worker-1"));

        assertThat(dates)
                .singleElement()
                .satisfies(date -> assertThat(date)
                        .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1)));
    }

    @Test
    void a_server_without_tls_is_named_as_such() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        Thread.ofVirtual().start(() -> answerPlainly(socket));

        assertThat(problem("https://127.0.0.1:" + socket.getLocalPort(), AUTHORITY))
                .isInstanceOfSatisfying(
                        Untrusted.class, problem -> assertThat(problem.why()).startsWith("the TLS handshake failed"));
    }

    @Test
    void a_connection_that_is_closed_without_an_answer_is_named_as_such() {
        assertThat(problem(exchange -> exchange.getHttpContext().getServer().stop(0)))
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void a_connection_that_is_closed_in_the_handshake_is_named_as_such() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        Thread.ofVirtual().start(() -> hangUp(socket));

        assertThat(problem("https://127.0.0.1:" + socket.getLocalPort(), AUTHORITY))
                .isEqualTo(new Unreachable("the connection was closed during the TLS handshake"));
    }

    @Test
    void a_closed_port_is_named_as_such() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(problem("https://127.0.0.1:" + port, AUTHORITY))
                .isEqualTo(new Unreachable("connection refused or no route"));
    }

    @Test
    void a_name_that_does_not_resolve_is_named_as_such() {
        assertThat(problem("https://api.invalid:6443", AUTHORITY))
                .isEqualTo(new Unreachable("its name can't be resolved"));
    }

    @Test
    void proxies_of_the_environment_have_no_say() {
        var before = System.setProperty("https.proxyHost", "127.0.0.1");
        System.setProperty("https.proxyPort", "1");
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(api(server(json(200, NODE.formatted("True")))).node("worker-1"))
                    .isPresent();
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
            System.clearProperty("http.nonProxyHosts");
            assertThat(before).isNull();
        }
    }

    @Test
    void a_proxy_that_was_given_is_used() {
        var proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        var connections =
                new HttpClusterConnections("https://api.test:6443", AUTHORITY.bundle(), Optional.of(proxy), trace::add);

        assertThat(problemOf(() -> connections.withToken(TOKEN).node("x")))
                .isEqualTo(new Unreachable("connection refused or no route"));
    }

    @Test
    void the_trace_shows_requests_but_no_secret() {
        var server = server(json(200, NODE.formatted("True")));
        api(server).node("worker-1");

        assertThat(trace).singleElement().asString().matches("GET /api/v1/nodes/worker-1: 200 in \\d+ ms");
    }

    private Decision decision(String request) {
        return api(server(json(200, request)))
                .signingRequest("node-csr-x")
                .orElseThrow()
                .decision();
    }

    private ClusterProblem problem(Answer answer) {
        return problem(server(answer).url("127.0.0.1"), AUTHORITY);
    }

    private ClusterProblem problemOfSilence(Answer answer) {
        var url = server(answer).url("127.0.0.1");
        var connections = new HttpClusterConnections(
                url, AUTHORITY.bundle(), Optional.empty(), trace::add, Duration.ofMillis(500));
        return problemOf(() -> connections.withToken(TOKEN).node("worker-1"));
    }

    private ClusterProblem problem(String url, TestAuthority trusted) {
        return problemOf(() -> connections(url, trusted).withToken(TOKEN).node("worker-1"));
    }

    private static ClusterProblem problemOf(Runnable request) {
        var thrown = catchThrowableOfType(ClusterException.class, request::run);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    private LoopbackServer server(Answer answer) {
        var server = new LoopbackServer(AUTHORITY.server(Duration.ofHours(-1), LOOPBACK), answer);
        open.add(server);
        return server;
    }

    private ClusterApi api(LoopbackServer server) {
        return new HttpClusterConnections(server.url("127.0.0.1"), AUTHORITY.bundle(), Optional.empty(), trace::add)
                .withToken(TOKEN);
    }

    private HttpClusterConnections connections(String url, TestAuthority trusted) {
        return new HttpClusterConnections(url, trusted.bundle(), Optional.empty(), trace::add);
    }

    private static SigningRequest seen() {
        return new SigningRequest("node-csr-x", "7", "", "", List.of(), "", new Decision.Undecided());
    }

    private static String request(String condition, String certificate) {
        return """
                {"metadata": {"name": "node-csr-x", "resourceVersion": "8"},
                 "spec": {"username": "system:bootstrap:abcdef", "signerName": "s", "usages": ["client auth"],
                          "request": "%s"},
                 "status": {"certificate": "%s", "conditions": [
                   {"type": "%s", "status": "True", "reason": "Because", "message": "so\\u0007it is"}]}}""".formatted(
                Base64.getEncoder().encodeToString("PEM".getBytes(StandardCharsets.US_ASCII)), certificate, condition);
    }

    /** Each connection, since a client may try again, until the server is closed. */
    private static void answerPlainly(ServerSocket server) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                var answer = "HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                connection.getOutputStream().write(answer);
                connection.getInputStream().readAllBytes();
            } catch (IOException ended) {
                // by the client, which has seen enough, or by the end of the test
            }
        }
    }

    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connection.getInputStream().read();
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            } catch (IOException ended) {
                // by the client, which has seen enough, or by the end of the test
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
