package dev.nodejoin.operator.scenario;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.runtime.NodeJoinOperator;
import dev.nodejoin.operator.runtime.OperatorConfiguration;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A real control plane with everything installed, and the operator running as its ServiceAccount with exactly the shipped
 * rights. One for all scenarios of a run; each uses node names of its own.
 */
final class OperatorBed implements AutoCloseable {
    static final String NAMESPACE = "nodejoin";
    static final String ALICE = "alice";

    private static @Nullable OperatorBed shared;

    private final TestCluster cluster;
    private final MovableClock clock = new MovableClock();
    private final AtomicInteger names = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private NodeJoinOperator operator;

    private OperatorBed(TestCluster cluster) {
        this.cluster = cluster;
        log.start();
        rootLogger().addAppender(log);
        InstallManifest.apply(cluster.admin());
        awaitAuthorities();
        bind(ALICE, "nodejoin-approver-worker");
        operator = startOperator();
    }

    /** Skips the test, with the reason, where no cluster can run. */
    static synchronized OperatorBed shared() {
        var bed = shared;
        if (bed == null) {
            bed = new OperatorBed(startCluster());
            shared = bed;
            Runtime.getRuntime().addShutdownHook(new Thread(bed::close));
        }
        return bed;
    }

    /** For scenarios that break what all others rely on. */
    static OperatorBed own() {
        return new OperatorBed(startCluster());
    }

    /** A cluster in which nothing is installed; skips the test, with the reason, where none can run. */
    static TestCluster startCluster() {
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        return TestCluster.builder().auditLog(true).start();
    }

    /** Which kube-controller-manager publishes a moment after its start, and the operator hands over. */
    private void awaitAuthorities() {
        var published = cluster.admin().configMaps().inNamespace("kube-system").withName("kube-root-ca.crt");
        await("kube-root-ca.crt").atMost(Duration.ofSeconds(30)).until(() -> published.get() != null);
    }

    private NodeJoinOperator startOperator() {
        var kubeconfig = operatorKubeconfig(cluster);
        var configuration =
                OperatorConfiguration.parse("""
                apiServer: {endpoint: "%s"}
                http: {address: 127.0.0.1, port: 0}
                """.formatted(cluster.server().getAuthority()));
        return NodeJoinOperator.start(configuration, Config.fromKubeconfig(kubeconfig), clock);
    }

    /** Writes a policy: what it takes to approve requests for Nodes of these names. */
    void demand(String nodeNames, String approval) {
        PolicyStory.governing(this, nodeNames, "'approval': " + approval);
    }

    static String operatorKubeconfig(TestCluster cluster) {
        return cluster.serviceAccountKubeconfig("nodejoin-system", "nodejoin-operator");
    }

    /** Ends the operator and starts another, which knows nothing of what the first had in memory. */
    void restartOperator() {
        operator.close();
        operator = startOperator();
    }

    /** As if the operator had been away for so long. */
    void restartOperatorLater(Duration later) {
        operator.close();
        clock.setAhead(later);
        operator = startOperator();
    }

    /** An operator does not survive a clock that runs backwards: what it saw would lie in the future. */
    void returnToThePresent() {
        if (clock.isAhead()) restartOperatorLater(Duration.ZERO);
    }

    void stopOperator() {
        operator.close();
    }

    void startOperatorAgain() {
        operator = startOperator();
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public void close() {
        rootLogger().detachAppender(log);
        operator.close();
        cluster.close();
    }

    /** Everything that the operator has logged, as it is written. */
    String log() {
        var encoder = new JsonEncoder();
        return List.copyOf(log.list).stream()
                .map(event -> new String(encoder.encode(event), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    TestCluster cluster() {
        return cluster;
    }

    /** What the operator answers to Prometheus. */
    String metrics() throws IOException, InterruptedException {
        return get("/metrics").body();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:%d%s".formatted(operator().httpPort(), path));
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    NodeJoinOperator operator() {
        return operator;
    }

    KubernetesClient admin() {
        return cluster.admin();
    }

    /** Who the administrator is. */
    String adminName() {
        var answer = admin().raw(
                        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                        "POST",
                        "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"SelfSubjectReview\"}");
        return admin().getKubernetesSerialization()
                .unmarshal(answer, SelfSubjectReview.class)
                .getStatus()
                .getUserInfo()
                .getUsername();
    }

    /** A node name that no other scenario uses. */
    String freshName() {
        return "node-" + names.incrementAndGet();
    }

    JoinStory ask(String nodeName) {
        return ask(Specifications.forNode(nodeName));
    }

    JoinStory ask(NodeJoinRequestSpec spec) {
        return ask(admin(), spec.nodeName() + "-" + names.incrementAndGet(), spec);
    }

    JoinStory ask(KubernetesClient who, String name, NodeJoinRequestSpec spec) {
        var request = new NodeJoinRequest();
        request.setMetadata(
                new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
        request.setSpec(spec);
        var created = who.resource(request).create();
        return new JoinStory(this, created.getMetadata().getName());
    }

    void bind(String user, String clusterRole) {
        admin().resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(user + "-" + clusterRole)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", clusterRole)
                        .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                        .build())
                .serverSideApply();
    }

    /** The real time, moved forward by tests that can't wait for it. */
    static final class MovableClock implements InstantSource {
        private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(offset.get());
        }

        boolean isAhead() {
            return !offset.get().isZero();
        }

        void setAhead(Duration duration) {
            offset.set(duration);
        }
    }
}
