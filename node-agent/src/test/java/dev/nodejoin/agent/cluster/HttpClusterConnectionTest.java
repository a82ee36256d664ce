package dev.nodejoin.agent.cluster;

import static dev.nodejoin.agent.cluster.LoopbackCluster.AUTHORITY;
import static dev.nodejoin.agent.cluster.LoopbackCluster.LOOPBACK;
import static dev.nodejoin.agent.cluster.LoopbackCluster.NODE;
import static dev.nodejoin.agent.cluster.LoopbackCluster.TOKEN;
import static dev.nodejoin.agent.cluster.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untimely;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom the agent connects to, and how it tells what is wrong with a connection. */
class HttpClusterConnectionTest {
    @RegisterExtension
    final LoopbackCluster cluster = new LoopbackCluster();

    @Test
    void a_server_of_another_authority_is_not_trusted() {
        var server = cluster.server(json(200, "{}"));

        assertThat(cluster.problem(server.url("127.0.0.1"), TestAuthority.named("kubernetes")))
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
            cluster.open(server);
            var connections =
                    new HttpClusterConnections(server.url("127.0.0.1"), both, Optional.empty(), cluster.trace()::add);

            assertThat(connections.withToken(TOKEN).node("worker-1")).isEmpty();
        }
    }

    @Test
    void once_they_are_closed_nothing_is_asked_any_more() {
        var server = cluster.server(json(404, "{}"));
        var connections = cluster.connections(server.url("127.0.0.1"), AUTHORITY);
        var api = connections.withToken(TOKEN);
        assertThat(api.node("worker-1")).isEmpty();

        connections.close();

        LoopbackCluster.problemOf(() -> api.node("worker-1"));
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void a_certificate_for_another_host_is_not_accepted() {
        var server = new LoopbackServer(
                AUTHORITY.server(Duration.ofHours(-1), new GeneralName(GeneralName.dNSName, "api.test")),
                json(200, "{}"));
        cluster.open(server);

        assertThat(cluster.problem(server.url("127.0.0.1"), AUTHORITY))
                .isInstanceOfSatisfying(
                        Untrusted.class,
                        problem -> assertThat(problem.why())
                                .startsWith("its certificate does not fit: No subject alternative names"));
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void an_expired_certificate_of_the_server_is_named_as_such() {
        var server = new LoopbackServer(AUTHORITY.server(Duration.ofDays(-3), LOOPBACK), json(200, "{}"));
        cluster.open(server);

        assertThat(cluster.problem(server.url("127.0.0.1"), AUTHORITY))
                .isInstanceOfSatisfying(Untimely.class, problem -> {
                    assertThat(problem.why()).contains("has expired");
                    assertThat(problem.notAfter()).isBefore(Instant.now());
                });
    }

    @Test
    void a_certificate_of_the_future_points_to_the_clock() {
        var server = new LoopbackServer(AUTHORITY.server(Duration.ofDays(3), LOOPBACK), json(200, "{}"));
        cluster.open(server);

        assertThat(cluster.problem(server.url("127.0.0.1"), AUTHORITY))
                .isInstanceOfSatisfying(Untimely.class, problem -> {
                    assertThat(problem.why())
                            .contains("by this machine's clock")
                            .contains("not valid yet");
                    assertThat(problem.notBefore()).isAfter(Instant.now());
                });
    }

    @Test
    void every_answer_tells_what_time_it_is_at_the_server() {
        var server = cluster.server(json(403, "{}"));
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
        LoopbackCluster.problemOf(() -> connections.withToken(TOKEN).node("worker-1"));

        assertThat(dates)
                .singleElement()
                .satisfies(date -> assertThat(date)
                        .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1)));
    }

    @Test
    void a_server_without_tls_is_named_as_such() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        cluster.open(socket);
        Thread.ofVirtual().start(() -> answerPlainly(socket));

        assertThat(cluster.problem("https://127.0.0.1:" + socket.getLocalPort(), AUTHORITY))
                .isInstanceOfSatisfying(
                        Untrusted.class, problem -> assertThat(problem.why()).startsWith("the TLS handshake failed"));
    }

    @Test
    void a_connection_that_is_closed_without_an_answer_is_named_as_such() {
        assertThat(cluster.problem(
                        exchange -> exchange.getHttpContext().getServer().stop(0)))
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void a_connection_that_is_closed_in_the_handshake_is_named_as_such() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        cluster.open(socket);
        Thread.ofVirtual().start(() -> hangUp(socket));

        assertThat(cluster.problem("https://127.0.0.1:" + socket.getLocalPort(), AUTHORITY))
                .isEqualTo(new Unreachable("the connection was closed during the TLS handshake"));
    }

    @Test
    void a_closed_port_is_named_as_such() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(cluster.problem("https://127.0.0.1:" + port, AUTHORITY))
                .isEqualTo(new Unreachable("connection refused or no route"));
    }

    @Test
    void a_name_that_does_not_resolve_is_named_as_such() {
        assertThat(cluster.problem("https://api.invalid:6443", AUTHORITY))
                .isEqualTo(new Unreachable("its name can't be resolved"));
    }

    @Test
    void proxies_of_the_environment_have_no_say() {
        var before = System.setProperty("https.proxyHost", "127.0.0.1");
        System.setProperty("https.proxyPort", "1");
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(cluster.api(cluster.server(json(200, NODE.formatted("True"))))
                            .node("worker-1"))
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
        var connections = new HttpClusterConnections(
                "https://api.test:6443", AUTHORITY.bundle(), Optional.of(proxy), cluster.trace()::add);

        assertThat(LoopbackCluster.problemOf(() -> connections.withToken(TOKEN).node("x")))
                .isEqualTo(new Unreachable("connection refused or no route"));
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
}
