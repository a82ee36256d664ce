package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.operator.approval.ApprovalReconciler;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.ban.NodeJoinBanReconciler;
import dev.nodejoin.operator.gate.GateControllers;
import dev.nodejoin.operator.gate.GateSettings;
import dev.nodejoin.operator.gate.NodeJoinGateReconciler;
import dev.nodejoin.operator.handoff.ClusterAccessReader;
import dev.nodejoin.operator.handoff.ClusterInfoReader;
import dev.nodejoin.operator.join.JoinController;
import dev.nodejoin.operator.join.JoinControllerFactory;
import dev.nodejoin.operator.join.JoinControllers;
import dev.nodejoin.operator.join.JoinSettings;
import dev.nodejoin.operator.join.NodeJoinReconciler;
import dev.nodejoin.operator.policy.AuditLog;
import dev.nodejoin.operator.policy.PolicyLibrary;
import dev.nodejoin.operator.policy.PolicyReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The reconcilers of an operator, put together. What one of them finds may concern another. */
final class Reconcilers {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(30);

    private final OperatorConfiguration configuration;
    private final KubernetesClient client;
    private final InstantSource clock;
    private final AtomicReference<JoinController> joining = new AtomicReference<>();
    private final AtomicReference<JoinController> begun = new AtomicReference<>();
    private final NodeJoinReconciler joins;
    private final NodeJoinGateReconciler gate;
    private final NodeJoinBanReconciler bans;
    private final ApprovalReconciler approvals;
    private final PolicyLibrary library = new PolicyLibrary();
    private final PolicyReconciler policies;

    Reconcilers(
            OperatorConfiguration configuration,
            KubernetesClient client,
            KubernetesClient anonymous,
            MeterRegistry registry,
            OperatorMetrics metrics,
            InstantSource clock) {
        this.configuration = configuration;
        this.client = client;
        this.clock = clock;
        var events = new EventWriter(client, clock);
        var audit = new AuditLog();
        approvals = new ApprovalReconciler(client, () -> Optional.ofNullable(begun.get()), clock);
        policies = new PolicyReconciler(client, library, audit, clock);
        var reporter = new JoinReporter(events, metrics, clock, audit, policies::lookAgainAt);
        joins = new NodeJoinReconciler(remembering(joins(anonymous, reporter), metrics), clock);
        gate = new NodeJoinGateReconciler(gate(registry, events), clock);
        bans = new NodeJoinBanReconciler(client, clock, new BanReporter(events, reporter));
    }

    private JoinControllers joins(KubernetesClient anonymous, JoinReporter reporter) {
        return new JoinControllers(
                client,
                shipped(),
                new ClusterAccessReader(
                        client,
                        Optional.ofNullable(configuration.endpoint()),
                        Optional.ofNullable(configuration.caBundleFile()).map(Path::of),
                        clock),
                new ClusterInfoReader(anonymous),
                approvals::lookAgainAt,
                library,
                new JoinSettings(
                        Set.copyOf(configuration.servedNamespaces()),
                        NodeJoinOperator.NAMESPACE,
                        UUID.randomUUID().toString()),
                clock,
                new SecureRandom(),
                reporter);
    }

    private JoinControllerFactory remembering(JoinControllerFactory factory, OperatorMetrics metrics) {
        return context -> {
            var made = factory.create(context);
            metrics.watch(() -> made.caches().requests());
            metrics.watchBans(() -> made.caches().bans(), clock);
            joining.set(made);
            return made;
        };
    }

    private GateControllers gate(MeterRegistry registry, EventWriter events) {
        return new GateControllers(
                client,
                shipped(),
                new GateSettings(
                        Set.copyOf(configuration.servedNamespaces()),
                        NodeJoinOperator.USER,
                        () -> Optional.ofNullable(begun.get()).map(made -> made.caches()::nodeExists)),
                clock,
                new GateReporter(events),
                caches -> GateMetrics.watch(registry, caches::gate));
    }

    private static ProtectionObserver.Shipped shipped() {
        return new ProtectionObserver.Shipped(
                InstallManifest.protectingPolicies(), InstallManifest.protectingBindings());
    }

    void register(Operator operator) {
        operator.register(joins, overrider -> overrider.withRetry(patiently()));
        operator.register(approvals, overrider -> overrider.withRetry(patiently()));
        operator.register(policies, overrider -> overrider.withRetry(patiently()));
        operator.register(bans, overrider -> overrider.withRetry(patiently()));
        operator.register(gate, overrider -> overrider.withRetry(patiently()).withRateLimiter(unhurried()));
    }

    /** For ever: an API server that is away for an hour must not strand a request. */
    private static GenericRetry patiently() {
        return new GenericRetry()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(2)
                .setMaxInterval(SLOWEST_RETRY.toMillis())
                .withoutMaxAttempts();
    }

    /** However many machines ask at once, the gate's status is not written more often than people can read. */
    private static RateLimiter<?> unhurried() {
        return new LinearRateLimiter(Duration.ofSeconds(1), 2);
    }

    /** The caches are filled. */
    void begin() {
        joining.get().begin();
        begun.set(joining.get());
        bans.begin(joining.get().caches());
    }
}
