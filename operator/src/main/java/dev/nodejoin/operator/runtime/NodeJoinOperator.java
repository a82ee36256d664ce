package dev.nodejoin.operator.runtime;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running operator: its controllers, and the server for health and metrics. */
public final class NodeJoinOperator implements AutoCloseable {
    /** Where the operator lives; its admission policies and rights name this namespace. */
    public static final String NAMESPACE = "nodejoin-system";

    /** Who the operator is; its admission policies name it. */
    static final String USER = "system:serviceaccount:nodejoin-system:nodejoin-operator";

    private static final Logger LOG = LoggerFactory.getLogger(NodeJoinOperator.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);
    private static final int RECONCILIATION_THREADS = 32;

    private final OperatorConfiguration configuration;
    private final KubernetesClient client;
    private final KubernetesClient anonymous;
    private final Operator operator;
    private final HealthServer health;
    private final Reconcilers reconcilers;

    private NodeJoinOperator(
            OperatorConfiguration configuration, Config connection, InstantSource clock, Consumer<Throwable> broken) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new OperatorMetrics(registry, clock);
        this.configuration = configuration;
        this.client = ClientFactory.create(connection);
        this.anonymous = ClientFactory.anonymous(connection);
        this.operator = new Operator(overrider -> configure(overrider, client, broken));
        this.health = HealthServer.start(
                new InetSocketAddress(configuration.httpAddress(), configuration.httpPort()),
                () -> isReady(operator),
                registry::scrape);
        this.reconcilers = new Reconcilers(configuration, client, anonymous, registry, metrics, clock);
        reconcilers.register(operator);
    }

    /**
     * Makes an operator that uses the kubeconfig which the configuration names, else the Pod's ServiceAccount. It serves
     * health and metrics, and does nothing else before {@link #begin}. Throws {@link OperatorStartException}.
     *
     * @param broken is told once if the operator can't go on, on a thread that must not be kept
     */
    static NodeJoinOperator prepare(OperatorConfiguration configuration, Consumer<Throwable> broken) {
        return new NodeJoinOperator(
                configuration, ClientFactory.connection(configuration.kubeconfig()), InstantSource.system(), broken);
    }

    /** Starts with the given connection and clock; throws {@link OperatorStartException}. */
    public static NodeJoinOperator start(OperatorConfiguration configuration, Config connection, InstantSource clock) {
        var made = new NodeJoinOperator(configuration, connection, clock, failure -> {});
        made.begin();
        return made;
    }

    /** Fills the caches and begins to work; closed if that fails. Throws {@link OperatorStartException}. */
    void begin() {
        try {
            operator.start();
            reconcilers.begin();
            LOG.atInfo()
                    .addKeyValue("namespaces", configuration.servedNamespaces())
                    .addKeyValue("port", health.port())
                    .log("operator started");
        } catch (OperatorException | KubernetesClientException e) {
            close();
            throw new OperatorStartException(
                    "can't start: %s (API server %s)".formatted(rootMessage(e), client.getMasterUrl()), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void configure(
            ConfigurationServiceOverrider overrider, KubernetesClient client, Consumer<Throwable> broken) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withInformerStoppedHandler((informer, failure) -> {
                    if (failure != null && informer.hasSynced()) stopped(failure, broken);
                })
                .withConcurrentReconciliationThreads(RECONCILIATION_THREADS)
                .withReconciliationTerminationTimeout(PATIENCE_AT_STOP);
    }

    /** The framework would end the JVM here, without a word about what it does. */
    private static void stopped(Throwable failure, Consumer<Throwable> broken) {
        LOG.atError().addKeyValue("error", rootMessage(failure)).log("watch ended for good");
        broken.accept(failure);
    }

    private static boolean isReady(Operator operator) {
        var runtime = operator.getRuntimeInfo();
        return runtime.isStarted() && runtime.allEventSourcesAreHealthy();
    }

    /** A refused connection has no message, only a name. */
    private static String rootMessage(Throwable e) {
        if (e.getCause() != null) return rootMessage(e.getCause());
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
            anonymous.close();
            client.close();
        }
    }
}
