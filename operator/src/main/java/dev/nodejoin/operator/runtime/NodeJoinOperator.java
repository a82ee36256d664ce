package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.operator.approval.ApprovalReconciler;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.approval.Surroundings;
import dev.nodejoin.operator.handoff.ClusterAccessReader;
import dev.nodejoin.operator.join.JoinController;
import dev.nodejoin.operator.join.JoinControllerFactory;
import dev.nodejoin.operator.join.JoinControllers;
import dev.nodejoin.operator.join.JoinSettings;
import dev.nodejoin.operator.join.NodeJoinReconciler;
import dev.nodejoin.operator.plan.Governance;
import dev.nodejoin.operator.plan.RequestFacts;
import dev.nodejoin.operator.policy.AuditLog;
import dev.nodejoin.operator.policy.PolicyLibrary;
import dev.nodejoin.operator.policy.PolicyReconciler;
import dev.nodejoin.policy.approval.ApprovalTerms;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running operator: its controllers, and the server for health and metrics. */
public final class NodeJoinOperator implements AutoCloseable {
    /** Where the operator lives; its admission policies and rights name this namespace. */
    public static final String NAMESPACE = "nodejoin-system";

    private static final Logger LOG = LoggerFactory.getLogger(NodeJoinOperator.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration SLOWEST_RETRY = Duration.ofSeconds(30);
    private static final int RECONCILIATION_THREADS = 32;

    private final KubernetesClient client;
    private final Operator operator;
    private final HealthServer health;

    private NodeJoinOperator(KubernetesClient client, Operator operator, HealthServer health) {
        this.client = client;
        this.operator = operator;
        this.health = health;
    }

    /** Starts with the kubeconfig that the configuration names, else with the Pod's ServiceAccount. */
    public static NodeJoinOperator start(OperatorConfiguration configuration) {
        return start(configuration, clientConfig(configuration), InstantSource.system());
    }

    /** Starts with the given connection and clock; throws {@link OperatorStartException}. */
    public static NodeJoinOperator start(OperatorConfiguration configuration, Config connection, InstantSource clock) {
        return start(configuration, connection, clock, Governance::terms);
    }

    /** Starts with other terms of approval than those of the policies. */
    public static NodeJoinOperator start(
            OperatorConfiguration configuration,
            Config connection,
            InstantSource clock,
            BiFunction<Governance, RequestFacts, ApprovalTerms> terms) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new JoinMetrics(registry);
        var client = ClientFactory.create(connection);
        var operator = new Operator(overrider -> configure(overrider, client));
        var controller = new AtomicReference<JoinController>();
        var health = HealthServer.start(
                new InetSocketAddress(configuration.httpAddress(), configuration.httpPort()),
                () -> isReady(operator),
                registry::scrape);
        var begun = new AtomicReference<Surroundings>();
        var approvals = new ApprovalReconciler(client, () -> Optional.ofNullable(begun.get()), clock);
        var library = new PolicyLibrary();
        var audit = new AuditLog();
        var policies = new PolicyReconciler(client, library, audit, clock);
        var reporter = new JoinReporter(client, metrics, clock, audit, policies::lookAgainAt);
        var running = new NodeJoinOperator(client, operator, health);
        try {
            operator.register(
                    new NodeJoinReconciler(
                            remembering(
                                    controllers(
                                            configuration,
                                            client,
                                            clock,
                                            terms,
                                            approvals::lookAgainAt,
                                            library,
                                            reporter),
                                    metrics,
                                    controller),
                            clock),
                    overrider -> overrider.withRetry(patiently()));
            operator.register(approvals, overrider -> overrider.withRetry(patiently()));
            operator.register(policies, overrider -> overrider.withRetry(patiently()));
            operator.start();
            controller.get().begin();
            begun.set(controller.get());
            LOG.atInfo()
                    .addKeyValue("namespaces", configuration.servedNamespaces())
                    .addKeyValue("port", health.port())
                    .log("operator started");
            return running;
        } catch (OperatorException | KubernetesClientException e) {
            running.close();
            throw new OperatorStartException("can't start: " + rootMessage(e), e);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static Config clientConfig(OperatorConfiguration configuration) {
        if (configuration.kubeconfig() == null) return Config.autoConfigure(null);
        return Config.fromKubeconfig(new File(configuration.kubeconfig()));
    }

    private static void configure(ConfigurationServiceOverrider overrider, KubernetesClient client) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(RECONCILIATION_THREADS)
                .withReconciliationTerminationTimeout(PATIENCE_AT_STOP);
    }

    private static JoinControllerFactory controllers(
            OperatorConfiguration configuration,
            KubernetesClient client,
            InstantSource clock,
            BiFunction<Governance, RequestFacts, ApprovalTerms> terms,
            Consumer<ResourceID> wakeApproval,
            PolicyLibrary library,
            JoinReporter reporter) {
        return new JoinControllers(
                client,
                new ProtectionObserver.Shipped(
                        InstallManifest.protectingPolicies(), InstallManifest.protectingBindings()),
                new ClusterAccessReader(
                        client,
                        Optional.ofNullable(configuration.endpoint()),
                        Optional.ofNullable(configuration.caBundleFile()).map(Path::of),
                        clock),
                terms,
                wakeApproval,
                library,
                new JoinSettings(
                        Set.copyOf(configuration.servedNamespaces()),
                        NAMESPACE,
                        UUID.randomUUID().toString()),
                clock,
                new SecureRandom(),
                reporter);
    }

    private static JoinControllerFactory remembering(
            JoinControllerFactory factory, JoinMetrics metrics, AtomicReference<JoinController> controller) {
        return context -> {
            var made = factory.create(context);
            metrics.watch(() -> made.caches().requests());
            controller.set(made);
            return made;
        };
    }

    /** For ever: an API server that is away for an hour must not strand a request. */
    private static GenericRetry patiently() {
        return new GenericRetry()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(2)
                .setMaxInterval(SLOWEST_RETRY.toMillis())
                .withoutMaxAttempts();
    }

    private static boolean isReady(Operator operator) {
        var runtime = operator.getRuntimeInfo();
        return runtime.isStarted() && runtime.allEventSourcesAreHealthy();
    }

    private static String rootMessage(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : rootMessage(e.getCause());
    }

    /** Port of health and metrics. */
    public int httpPort() {
        return health.port();
    }

    @Override
    public void close() {
        LOG.atInfo().log("operator stops");
        try {
            operator.stop();
        } finally {
            health.close();
            client.close();
        }
    }
}
