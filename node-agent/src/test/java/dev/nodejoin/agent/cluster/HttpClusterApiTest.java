package dev.nodejoin.agent.cluster;

import static dev.nodejoin.agent.cluster.LoopbackCluster.AUTHORITY;
import static dev.nodejoin.agent.cluster.LoopbackCluster.NODE;
import static dev.nodejoin.agent.cluster.LoopbackCluster.TOKEN;
import static dev.nodejoin.agent.cluster.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.cluster.LoopbackServer.Answer;
import dev.nodejoin.agent.cluster.LoopbackServer.Seen;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Busy;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;
import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.plan.SigningRequest;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpClusterApiTest {
    @RegisterExtension
    final LoopbackCluster cluster = new LoopbackCluster();

    @Test
    void a_config_map_is_read_with_the_token() {
        var server = cluster.server(json(200, "{\"data\": {\"kubelet\": \"kind: x\\n\"}}"));

        assertThat(cluster.api(server).configMap("kube-system", "kubelet-config"))
                .contains(Map.of("kubelet", "kind: x\n"));
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
        assertThat(cluster.api(cluster.server(json(404, "{}"))).configMap("kube-system", "x"))
                .isEmpty();
        assertThat(cluster.api(cluster.server(json(404, "{}"))).node("x")).isEmpty();
        assertThat(cluster.api(cluster.server(json(404, "{}"))).signingRequest("x"))
                .isEmpty();
    }

    @Test
    void a_node_is_ready_if_its_ready_condition_says_so() {
        assertThat(cluster.api(cluster.server(json(200, NODE.formatted("True"))))
                        .node("worker-1"))
                .contains(new NodeView("u-1", true, "2026-11-24T10:00:00Z"));
        assertThat(cluster.api(cluster.server(json(200, NODE.formatted("Unknown"))))
                        .node("worker-1"))
                .contains(new NodeView("u-1", false, "2026-11-24T10:00:00Z"));
        assertThat(cluster.api(cluster.server(json(200, "{\"metadata\": {\"uid\": \"u-1\"}}")))
                        .node("worker-1"))
                .contains(new NodeView("u-1", false, ""));
    }

    @Test
    void the_certificate_identifies_the_node() {
        var key = NodeKey.generate(new SecureRandom());
        var pem = AUTHORITY.issue(key.certificateRequestPem("worker-1"), Instant.now(), Duration.ofDays(1));
        var pair = new KubeletCertificatePair(CertificateBundle.parse(pem), key);
        var server = cluster.server(json(404, "{}"));

        cluster.connections(server.url("127.0.0.1"), AUTHORITY)
                .withCertificate(pair.identity())
                .node("worker-1");

        assertThat(server.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.client()).isEqualTo("CN=system:node:worker-1,O=system:nodes");
            assertThat(seen.authorization()).isEmpty();
        });
    }

    @Test
    void a_request_is_created_as_the_kubelet_would() {
        var server = cluster.server(json(201, request("Pending", "")));
        var created = cluster.api(server).submit("node-csr-x", "PEM", Optional.empty());

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
        var server = cluster.server(json(201, request("Pending", "")));
        cluster.api(server).submit("node-csr-x", "PEM", Optional.of(new CertificateLifetime(3600)));

        assertThat(server.seen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.body()).contains("\"expirationSeconds\":3600"));
    }

    @Test
    void a_request_that_exists_is_not_an_error() {
        assertThat(cluster.api(cluster.server(json(409, "{\"reason\": \"AlreadyExists\"}")))
                        .submit("x", "PEM", Optional.empty()))
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
        cluster.open(hold::countDown);
        var event = "{\"type\":\"MODIFIED\",\"object\":%s}\n"
                .formatted(request("Denied", "").replace("\n", ""));
        var server = cluster.server(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(hold);
        });

        assertThat(cluster.api(server)
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
        var server = cluster.server(exchange -> exchange.sendResponseHeaders(200, -1));

        assertThat(cluster.api(server).awaitChange(seen(), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void a_watch_that_reports_a_deletion_or_an_error_is_empty() {
        var deleted = "{\"type\":\"DELETED\",\"object\":%s}\n"
                .formatted(request("Denied", "").replace("\n", ""));
        var expired = "{\"type\":\"ERROR\",\"object\":{\"code\":410}}\n";

        assertThat(cluster.api(cluster.server(json(200, deleted))).awaitChange(seen(), Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(cluster.api(cluster.server(json(200, expired))).awaitChange(seen(), Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void every_refusal_is_told_apart() {
        var status = "{\"kind\": \"Status\", \"message\": \"you\\u001b[1m may not\"}";

        assertThat(cluster.problem(json(401, status))).isEqualTo(new Unauthorized());
        assertThat(cluster.problem(json(403, status))).isEqualTo(new Forbidden("you [1m may not"));
        assertThat(cluster.problem(json(422, status))).isEqualTo(new Refused(422, "you [1m may not"));
        assertThat(cluster.problem(json(429, ""))).isEqualTo(new Busy(429, ""));
        assertThat(cluster.problem(json(503, "<html>"))).isEqualTo(new Busy(503, ""));
    }

    @Test
    void a_redirect_is_not_followed() {
        var elsewhere = cluster.server(json(200, NODE.formatted("True")));
        var server = cluster.server(exchange -> {
            exchange.getResponseHeaders().add("Location", elsewhere.url("127.0.0.1") + "/x");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(cluster.problem(server.url("127.0.0.1"), AUTHORITY)).isEqualTo(new Refused(302, ""));
        assertThat(elsewhere.seen()).isEmpty();
    }

    @Test
    void an_answer_that_is_not_what_was_asked_for_is_unusable() {
        assertThat(cluster.problem(json(200, "<html>"))).isEqualTo(new Unusable("the answer is not JSON"));
        assertThat(cluster.problem(json(200, "[]"))).isEqualTo(new Unusable("the answer is not a JSON object"));
        assertThat(cluster.problem(json(200, "{}"))).isEqualTo(new Unusable("the answer has no /metadata/uid"));
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

        assertThat(cluster.problem(endless))
                .isEqualTo(new Unusable("the answer is larger than %d bytes".formatted(ApiConnection.LARGEST_ANSWER)));
    }

    @Test
    void a_server_that_does_not_answer_is_given_up() {
        var hold = new CountDownLatch(1);
        cluster.open(hold::countDown);

        assertThat(problemOfSilence(exchange -> await(hold))).isEqualTo(new Unreachable("no answer in time"));
    }

    @Test
    void a_server_that_stops_in_the_middle_of_an_answer_is_given_up() {
        var hold = new CountDownLatch(1);
        cluster.open(hold::countDown);

        assertThat(problemOfSilence(exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    await(hold);
                }))
                .isEqualTo(new Unreachable("no answer in time"));
    }

    @Test
    void the_trace_shows_requests_but_no_secret() {
        var server = cluster.server(json(200, NODE.formatted("True")));
        cluster.api(server).node("worker-1");

        assertThat(cluster.trace()).singleElement().asString().matches("GET /api/v1/nodes/worker-1: 200 in \\d+ ms");
    }

    private Decision decision(String request) {
        return cluster.api(cluster.server(json(200, request)))
                .signingRequest("node-csr-x")
                .orElseThrow()
                .decision();
    }

    private ClusterProblem problemOfSilence(Answer answer) {
        var url = cluster.server(answer).url("127.0.0.1");
        var connections = new HttpClusterConnections(
                url, AUTHORITY.bundle(), Optional.empty(), cluster.trace()::add, Duration.ofMillis(500));
        return LoopbackCluster.problemOf(() -> connections.withToken(TOKEN).node("worker-1"));
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
