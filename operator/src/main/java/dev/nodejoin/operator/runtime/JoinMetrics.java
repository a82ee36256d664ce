package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.TokenState;
import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The meters of the operator. Names and labels are API; every label has a bounded set of values. */
final class JoinMetrics {
    private static final String DECISIONS = "nodejoin.certificate.requests";
    private static final String AUDIT_REFUSALS = "nodejoin.policy.audit.refusals";
    private static final String OTHER_POLICIES = "(others)";
    private static final int MOST_POLICIES = 100;
    private static final String DECISION_TIME = "nodejoin.certificate.decision";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final Set<String> policiesTold = ConcurrentHashMap.newKeySet();
    private final Timer decisionTime;

    JoinMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.decisionTime = Timer.builder(DECISION_TIME)
                .description("Time from the creation of a certificate signing request (whole seconds) to its decision")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** @param requests all requests that are known */
    void watch(Supplier<List<NodeJoinRequest>> requests) {
        for (var type : ConditionType.values()) {
            gauge(requests, type, "True");
            gauge(requests, type, "False");
        }
        Gauge.builder(
                        "nodejoin.tokens.live",
                        requests,
                        all -> all.get().stream()
                                .filter(JoinMetrics::hasLiveToken)
                                .count())
                .description("Bootstrap tokens that were handed over and are neither used, revoked nor expired")
                .register(registry);
    }

    private void gauge(Supplier<List<NodeJoinRequest>> requests, ConditionType type, String status) {
        Gauge.builder(
                        "nodejoin.requests",
                        requests,
                        all -> all.get().stream()
                                .filter(request -> has(request, type, status))
                                .count())
                .description("NodeJoinRequests by condition")
                .tag("condition", type.label())
                .tag("status", status)
                .register(registry);
    }

    /** Past so many policies, further ones are counted together. */
    void audited(String policy) {
        var label = policiesTold.size() < MOST_POLICIES || policiesTold.contains(policy) ? policy : OTHER_POLICIES;
        policiesTold.add(label);
        registry.counter(AUDIT_REFUSALS, "policy", label).increment();
    }

    void decided(String outcome, Duration afterCreation) {
        registry.counter(DECISIONS, "outcome", outcome).increment();
        decisionTime.record(afterCreation.isNegative() ? Duration.ZERO : afterCreation);
    }

    private static boolean has(NodeJoinRequest request, ConditionType type, String status) {
        if (request.getStatus() == null || request.getStatus().conditions() == null) return false;
        return request.getStatus().conditions().stream().anyMatch(condition -> is(condition, type, status));
    }

    private static boolean is(Condition condition, ConditionType type, String status) {
        return type.label().equals(condition.getType()) && status.equals(condition.getStatus());
    }

    private static boolean hasLiveToken(NodeJoinRequest request) {
        if (request.getStatus() == null || request.getStatus().token() == null) return false;
        return request.getStatus().token().state() == TokenState.LIVE;
    }
}
