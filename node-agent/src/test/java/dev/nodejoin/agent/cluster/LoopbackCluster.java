package dev.nodejoin.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodejoin.agent.cluster.LoopbackServer.Answer;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.protocol.SecretText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** API servers of a test, on loopback and with certificates of one authority; closed after it. */
final class LoopbackCluster implements AfterEachCallback {
    static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    static final SecretText TOKEN = new SecretText("abcdef.0123456789abcdef");
    static final String NODE = """
            {"metadata": {"uid": "u-1"}, "status": {"conditions": [
              {"type": "MemoryPressure", "status": "True"},
              {"type": "Ready", "status": "%s", "lastHeartbeatTime": "2026-11-24T10:00:00Z"}]}}""";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (var resource : open) {
            resource.close();
        }
    }

    /** To be closed with the servers. */
    void open(AutoCloseable resource) {
        open.add(resource);
    }

    /** What was told of requests. */
    List<String> trace() {
        return trace;
    }

    ClusterProblem problem(Answer answer) {
        return problem(server(answer).url("127.0.0.1"), AUTHORITY);
    }

    ClusterProblem problem(String url, TestAuthority trusted) {
        return problemOf(() -> connections(url, trusted).withToken(TOKEN).node("worker-1"));
    }

    static ClusterProblem problemOf(Runnable request) {
        var thrown = catchThrowableOfType(ClusterException.class, request::run);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    LoopbackServer server(Answer answer) {
        var server = new LoopbackServer(AUTHORITY.server(Duration.ofHours(-1), LOOPBACK), answer);
        open.add(server);
        return server;
    }

    ClusterApi api(LoopbackServer server) {
        return new HttpClusterConnections(server.url("127.0.0.1"), AUTHORITY.bundle(), Optional.empty(), trace::add)
                .withToken(TOKEN);
    }

    HttpClusterConnections connections(String url, TestAuthority trusted) {
        return new HttpClusterConnections(url, trusted.bundle(), Optional.empty(), trace::add);
    }
}
