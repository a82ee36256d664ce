package dev.nodejoin.agent.cluster;

import static dev.nodejoin.agent.cluster.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodejoin.agent.cluster.LoopbackServer.Answer;
import dev.nodejoin.agent.cluster.LoopbackServer.Seen;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.fixture.TunnelProxy;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpPublicConnectionsTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final TestAuthority STRANGER = TestAuthority.named("stranger");
    private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    private static final GeneralName ELSEWHERE = new GeneralName(GeneralName.dNSName, "elsewhere.test");
    private static final String INFO = "{\"data\": {\"kubeconfig\": \"kind: Config\\n\"}}";

    private final List<LoopbackServer> open = new ArrayList<>();

    @AfterEach
    void closeEverything() {
        open.forEach(LoopbackServer::close);
    }

    /** Whoever answers the first look may be anybody: it gets no credential, neither a token nor a certificate. */
    @Test
    void cluster_info_is_asked_for_without_any_credential() {
        var server = server(json(200, INFO), LOOPBACK);

        assertThat(connections().unverified(url(server)).read()).contains(Map.of("kubeconfig", "kind: Config\n"));
        assertThat(connections().verified(url(server), AUTHORITY.bundle()).read())
                .isPresent();
        assertThat(connections().publiclyVerified(url(server)).read()).isPresent();
        assertThat(server.seen())
                .hasSize(3)
                .containsOnly(new Seen("GET", "/api/v1/namespaces/kube-public/configmaps/cluster-info", "", "", ""));
    }

    @Test
    void the_first_look_takes_any_server_of_any_authority_and_any_name() {
        assertThat(connections()
                        .unverified(url(server(json(200, INFO), ELSEWHERE)))
                        .read())
                .isPresent();
        assertThat(connections()
                        .unverified(url(server(STRANGER, json(200, INFO), LOOPBACK)))
                        .read())
                .isPresent();
    }

    @Test
    void the_second_look_takes_neither_another_authority_nor_another_name() {
        var stranger = server(STRANGER, json(200, INFO), LOOPBACK);
        var elsewhere = server(json(200, INFO), ELSEWHERE);

        assertThat(problem(connections().verified(url(stranger), AUTHORITY.bundle())::read))
                .isInstanceOf(Untrusted.class);
        assertThat(problem(connections().verified(url(elsewhere), AUTHORITY.bundle())::read))
                .isInstanceOf(Untrusted.class);
        assertThat(problem(connections().publiclyVerified(url(stranger))::read)).isInstanceOf(Untrusted.class);
        assertThat(stranger.seen()).isEmpty();
    }

    @Test
    void answers_of_refusal_are_told_apart() {
        assertThat(problem(connections().unverified(url(server(json(401, "{}"), LOOPBACK)))::read))
                .isInstanceOf(Unauthorized.class);
        assertThat(problem(connections().unverified(url(server(json(403, "{}"), LOOPBACK)))::read))
                .isInstanceOf(Forbidden.class);
        assertThat(connections()
                        .unverified(url(server(json(404, "{}"), LOOPBACK)))
                        .read())
                .isEmpty();
    }

    @Test
    void a_text_is_downloaded_from_a_server_that_the_machine_trusts() {
        var server = server(json(200, "kind: Config\n"), LOOPBACK);

        assertThat(connections().download(URI.create(url(server) + "/a/b"), 100))
                .isEqualTo("kind: Config\n".getBytes(StandardCharsets.UTF_8));
        assertThat(server.seen()).containsExactly(new Seen("GET", "/a/b", "", "", ""));
    }

    @Test
    void a_download_goes_through_the_proxy_that_was_given() {
        var server = server(json(200, "kind: Config\n"), LOOPBACK);
        try (var proxy = new TunnelProxy()) {
            var through = new HttpPublicConnections(
                    Optional.of(InetSocketAddress.createUnresolved(
                            "127.0.0.1", URI.create(proxy.url()).getPort())),
                    RequestTrace.SILENT,
                    () -> ClusterTls.trusting(AUTHORITY.bundle()));

            assertThat(through.download(URI.create(url(server) + "/a"), 100)).isNotEmpty();
            assertThat(proxy.tunnels()).containsExactly(url(server).substring("https://".length()));
        }
    }

    @Test
    void a_download_from_anybody_else_is_refused() {
        var server = server(STRANGER, json(200, "x"), LOOPBACK);

        assertThat(problem(() -> connections().download(URI.create(url(server)), 100)))
                .isInstanceOf(Untrusted.class);
    }

    @Test
    void only_status_200_is_a_download() {
        for (var status : List.of(201, 404, 500)) {
            var server = server(json(status, "x"), LOOPBACK);

            assertThat(problem(() -> connections().download(URI.create(url(server)), 100)))
                    .isEqualTo(new Refused(status, ""));
        }
    }

    @Test
    void a_download_has_a_largest_size() {
        var server = server(json(200, "x".repeat(101)), LOOPBACK);

        assertThat(problem(() -> connections().download(URI.create(url(server)), 100)))
                .isEqualTo(new Unusable("the answer is larger than 100 bytes"));
    }

    @Test
    void a_download_follows_redirects_but_not_to_plain_http() {
        var asked = new AtomicInteger();
        var server = server(
                exchange -> {
                    if (asked.getAndIncrement() == 0) {
                        exchange.getResponseHeaders().add("Location", "/there");
                        exchange.sendResponseHeaders(302, -1);
                    } else {
                        json(200, "found").to(exchange);
                    }
                },
                LOOPBACK);
        assertThat(connections().download(URI.create(url(server)), 100))
                .asString()
                .isEqualTo("found");

        var unsafe = server(
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
                    exchange.sendResponseHeaders(302, -1);
                },
                LOOPBACK);
        assertThat(problem(() -> connections().download(URI.create(url(unsafe)), 100)))
                .isEqualTo(new Refused(302, ""));
    }

    @Test
    void a_place_where_nobody_answers_is_unreachable() {
        assertThat(problem(() -> connections().download(URI.create("https://127.0.0.1:1/"), 100)))
                .isInstanceOf(Unreachable.class);
        assertThat(problem(connections().unverified("https://127.0.0.1:1")::read))
                .isInstanceOf(Unreachable.class);
    }

    private LoopbackServer server(Answer answer, GeneralName name) {
        return server(AUTHORITY, answer, name);
    }

    private LoopbackServer server(TestAuthority authority, Answer answer, GeneralName name) {
        var server = new LoopbackServer(authority.server(Duration.ofHours(-1), name), answer);
        open.add(server);
        return server;
    }

    private static String url(LoopbackServer server) {
        return server.url("127.0.0.1");
    }

    /** On a machine that trusts {@link #AUTHORITY}. */
    private static HttpPublicConnections connections() {
        return new HttpPublicConnections(
                Optional.empty(), RequestTrace.SILENT, () -> ClusterTls.trusting(AUTHORITY.bundle()));
    }

    private static ClusterProblem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        var thrown = catchThrowableOfType(ClusterException.class, call);
        if (thrown == null) {
            throw new AssertionError("the call did not fail");
        }
        return thrown.problem();
    }
}
