package dev.nodejoin.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nodejoin.agent.cli.HaltingAgent;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.BootstrapTokenSecret;
import dev.nodejoin.protocol.token.ClusterInfoSignature;
import dev.nodejoin.protocol.token.TokenUsage;
import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import dev.nodejoin.testcluster.TestCluster;
import dev.nodejoin.testcluster.TestClusterBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real cluster with machines on which the agent, as it was built, can be run. */
public final class AgentBed implements BeforeAllCallback, AfterAllCallback {
    /** kubeadm's group, whose requests kube-controller-manager approves by itself. */
    public static final String APPROVED_AT_ONCE = "system:bootstrappers:kubeadm:default-node-token";

    /** A group of ours that may do what a join needs, and whose requests nobody approves by itself. */
    public static final String APPROVED_BY_HAND = "system:bootstrappers:by-hand";

    /** What these checks look at, kernel and cgroups, is the host's. */
    public static final String IGNORING = "--ignore-preflight-errors=SystemVerification";

    public static final String TICKET = "/etc/kubernetes/nodejoin";

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final UnaryOperator<TestClusterBuilder> wishes;
    private @Nullable TestCluster cluster;

    public AgentBed() {
        this(UnaryOperator.identity());
    }

    /** A bed whose cluster has something of its own. */
    AgentBed(UnaryOperator<TestClusterBuilder> wishes) {
        this.wishes = wishes;
    }

    /** Skips the tests, with the reason, where no cluster can run. */
    @Override
    public void beforeAll(ExtensionContext context) {
        assumeThat(TestCluster.unavailable()).isEmpty();
        assertThat(TARGET.resolve("dependencies"))
                .as("libraries, collected by mvn package")
                .isDirectory();
        cluster = wishes.apply(TestCluster.builder())
                .mount(Path.of(System.getProperty("java.home")), "/opt/jdk")
                .mount(TARGET, "/opt/agent")
                .start();
        List.of("system:node-bootstrapper", "kubeadm:get-nodes").forEach(this::letGroupBe);
        letGroupRead("kubeadm:nodes-kubeadm-config");
        letGroupRead("kubeadm:kubelet-config");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
    }

    public TestCluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    Machine machine(String name) {
        return cluster().startMachine(name);
    }

    public BootstrapToken token(String group) {
        return token(group, Duration.ofHours(1), Set.of(TokenUsage.AUTHENTICATION));
    }

    public BootstrapToken token(String group, Duration lifetime, Set<TokenUsage> usages) {
        var token = BootstrapToken.random(new SecureRandom());
        var secret = BootstrapTokenSecret.of(token, Instant.now().plus(lifetime), usages, List.of(group));
        cluster()
                .admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(BootstrapTokenSecret.NAMESPACE)
                        .withName(secret.name())
                        .endMetadata()
                        .withType(BootstrapTokenSecret.TYPE)
                        .withStringData(secret.data())
                        .build())
                .create();
        return token;
    }

    HandOff handOff(String nodeName, BootstrapToken token, Taint... taints) {
        return HandOff.of(
                nodeName, "https://" + cluster().internalEndpoint(), cluster().caCertificate(), token, List.of(taints));
    }

    /** Brings a hand-off with a fresh token of the group to the machine. */
    public BootstrapToken deliver(Machine machine, String group, Taint... taints) {
        var token = token(group);
        deliver(machine, handOff(machine.name(), token, taints));
        return token;
    }

    void deliver(Machine machine, HandOff handOff) {
        handOff.data()
                .forEach((name, content) -> machine.write(TICKET + "/" + name, content.getBytes(UTF_8), "rw-------"));
    }

    CommandResult join(Machine machine, String... more) {
        return run(machine, joinCommand(more));
    }

    /** A join without a hand-off: by what these words say. */
    CommandResult joinBy(Machine machine, String... words) {
        return run(machine, command("dev.nodejoin.agent.cli.NodeAgent", List.of("join", IGNORING), words));
    }

    /** One phase of a join, by these words. */
    CommandResult phase(Machine machine, String name, String... words) {
        return run(
                machine, command("dev.nodejoin.agent.cli.NodeAgent", List.of("join", "phase", name, IGNORING), words));
    }

    /** A join that ignores nothing, by these words. */
    static List<String> plainJoin(List<String> words) {
        return command("dev.nodejoin.agent.cli.NodeAgent", List.of("join"), words.toArray(String[]::new));
    }

    static List<String> joinCommand(String... more) {
        return command("dev.nodejoin.agent.cli.NodeAgent", List.of("join", IGNORING, "--ticket", TICKET), more);
    }

    /** A join that ends without another word in its n-th moment. */
    CommandResult joinAndHaltIn(Machine machine, int moment) {
        return run(
                machine,
                command(
                        HaltingAgent.class.getName(),
                        List.of(Integer.toString(moment), "--verbose", "join", IGNORING, "--ticket", TICKET)));
    }

    CommandResult identity(Machine machine, String... more) {
        return run(machine, command("dev.nodejoin.agent.cli.NodeAgent", List.of("identity"), more));
    }

    /** A join by real kubeadm with the same hand-off. */
    static CommandResult joinByKubeadm(Machine machine) {
        return run(
                machine,
                List.of(
                        "kubeadm",
                        "join",
                        "--config",
                        TICKET + "/join-configuration.yaml",
                        "--ignore-preflight-errors=SystemVerification"));
    }

    CommandResult reset(Machine machine, String... more) {
        return run(machine, command("dev.nodejoin.agent.cli.NodeAgent", List.of("reset"), more));
    }

    private static CommandResult run(Machine machine, List<String> command) {
        return machine.run(PATIENCE, Map.of(), new byte[0], command);
    }

    private static List<String> command(String mainClass, List<String> arguments, String... more) {
        var command = new ArrayList<>(javaCommand(mainClass, arguments));
        command.addAll(List.of(more));
        return command;
    }

    /** The agent's command, on a machine. */
    public static List<String> agentCommand(List<String> arguments) {
        return javaCommand("dev.nodejoin.agent.cli.NodeAgent", arguments);
    }

    /** The command of another program of this module, on a machine. */
    public static List<String> javaCommand(String mainClass, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                "/opt/jdk/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                "/opt/agent/classes:/opt/agent/test-classes:/opt/agent/dependencies/*",
                mainClass));
        command.addAll(arguments);
        return command;
    }

    public Node awaitReady(String name) {
        return cluster()
                .admin()
                .nodes()
                .withName(name)
                .waitUntilCondition(AgentBed::isReady, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static boolean isReady(Node node) {
        return node != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    /** Whether the kubelet has renewed its lease since then. */
    boolean hasReportedSince(ZonedDateTime moment, String node) {
        var lease = cluster()
                .admin()
                .leases()
                .inNamespace("kube-node-lease")
                .withName(node)
                .get();
        return lease != null && lease.getSpec().getRenewTime().isAfter(moment);
    }

    /** Waits until the public cluster-info is signed with the token. */
    public void awaitSignature(BootstrapToken token) {
        var key = ClusterInfoSignature.key(token.id());
        cluster()
                .admin()
                .configMaps()
                .inNamespace("kube-public")
                .withName("cluster-info")
                .waitUntilCondition(
                        map -> map != null && map.getData().containsKey(key), PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The signing requests that the token made. */
    public List<CertificateSigningRequest> requests(BootstrapToken token) {
        return cluster().admin().certificates().v1().certificateSigningRequests().list().getItems().stream()
                .filter(request -> request.getSpec().getUsername().equals(token.userName()))
                .toList();
    }

    public void decide(CertificateSigningRequest request, String decision, String message) {
        var requests = cluster().admin().certificates().v1().certificateSigningRequests();
        var condition = new io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestConditionBuilder()
                .withType(decision)
                .withStatus("True")
                .withReason("ByHand")
                .withMessage(message)
                .build();
        var chosen = requests.withName(request.getMetadata().getName());
        if (decision.equals("Approved")) {
            chosen.approve(condition);
        } else {
            chosen.deny(condition);
        }
    }

    private void letGroupBe(String role) {
        cluster()
                .admin()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("by-hand-" + role.replace(':', '-'))
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                        .addNewSubject("rbac.authorization.k8s.io", "Group", APPROVED_BY_HAND, null)
                        .build())
                .create();
    }

    private void letGroupRead(String role) {
        cluster()
                .admin()
                .resource(new io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-system")
                        .withName("by-hand-" + role.replace(':', '-'))
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", role)
                        .addNewSubject("rbac.authorization.k8s.io", "Group", APPROVED_BY_HAND, null)
                        .build())
                .create();
    }
}
