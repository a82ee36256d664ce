package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.policy.certificate.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of the operator. Names and labels are API; every label has a bounded set of values. */
final class OperatorMetrics {
    private static final String DECISIONS = "nodejoin.certificate.requests";
    private static final String SERVING_DECISIONS = "nodejoin.serving.certificate.requests";
    private static final String AUDIT_REFUSALS = "nodejoin.policy.audit.refusals";
    private static final String OTHER_POLICIES = "(others)";
    private static final int MOST_POLICIES = 100;
    private static final String DECISION_TIME = "nodejoin.certificate.decision";
    private static final String APPROVED = "Approved";
    private static final Set<Refusal.Reason> CLIENT_REFUSALS =
            EnumSet.complementOf(EnumSet.of(Refusal.Reason.NOT_ITS_ADDRESS, Refusal.Reason.OFF_LIMITS));
    private static final Set<Refusal.Reason> SERVING_REFUSALS = EnumSet.of(
            Refusal.Reason.MALFORMED,
            Refusal.Reason.SUBJECT_MISMATCH,
            Refusal.Reason.ALTERNATIVE_NAMES,
            Refusal.Reason.EXTENSIONS,
            Refusal.Reason.USAGES,
            Refusal.Reason.NOT_ITS_ADDRESS,
            Refusal.Reason.OFF_LIMITS,
            Refusal.Reason.POLICY);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Set<String> policiesTold = ConcurrentHashMap.newKeySet();
    private final Timer decisionTime;

    OperatorMetrics(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        this.decisionTime = Timer.builder(DECISION_TIME)
                .description("Time from the creation of a certificate signing request (whole seconds) to its decision")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        client(APPROVED);
        CLIENT_REFUSALS.forEach(reason -> client(reason.label()));
        serving(APPROVED);
        SERVING_REFUSALS.forEach(reason -> serving(reason.label()));
    }

    private Counter client(String outcome) {
        return count(DECISIONS, "Certificate signing requests of joining nodes that were decided, by outcome", outcome);
    }

    private Counter serving(String outcome) {
        return count(SERVING_DECISIONS, "Serving certificates of nodes that were decided, by outcome", outcome);
    }

    /** There from the start, so that a first one is seen as an increase. */
    private Counter count(String name, String description, String outcome) {
        return Counter.builder(name)
                .description(description)
                .tag("outcome", outcome)
                .register(registry);
    }

    /** @param requests all requests that are known */
    void watch(Supplier<List<NodeJoinRequest>> requests) {
        for (var type : ConditionType.values()) {
            gauge(requests, type, "True");
            gauge(requests, type, "False");
        }
        gauge("nodejoin.tokens.live", requests, this::hasLiveToken)
                .description("Bootstrap tokens that were handed over and are neither used, revoked nor expired")
                .strongReference(true)
                .register(registry);
    }

    /** @param bans all bans that are known */
    void watchBans(Supplier<List<Ban>> bans, InstantSource clock) {
        gauge(bans, "InForce", ban -> ban.isInForce(clock.instant()));
        gauge(bans, "Expired", ban -> !ban.isInForce(clock.instant()));
    }

    private void gauge(Supplier<List<Ban>> bans, String state, Predicate<Ban> counted) {
        Gauge.builder(
                        "nodejoin.bans",
                        bans,
                        all -> all.get().stream().filter(counted).count())
                .description("NodeJoinBans by state")
                .strongReference(true)
                .tag("state", state)
                .register(registry);
    }

    private void gauge(Supplier<List<NodeJoinRequest>> requests, ConditionType type, String status) {
        gauge("nodejoin.requests", requests, request -> has(request, type, status))
                .description("NodeJoinRequests by condition")
                .strongReference(true)
                .tag("condition", type.label())
                .tag("status", status)
                .register(registry);
    }

    /** A gauge holds on to what it counts only if it is told to; without, it turns into NaN at the next collection. */
    private static Gauge.Builder<?> gauge(
            String name, Supplier<List<NodeJoinRequest>> requests, Predicate<NodeJoinRequest> counted) {
        return Gauge.builder(
                        name,
                        requests,
                        all -> all.get().stream().filter(counted).count())
                .strongReference(true);
    }

    /** Past so many policies, further ones are counted together. */
    void audited(String policy) {
        var label = policiesTold.size() < MOST_POLICIES || policiesTold.contains(policy) ? policy : OTHER_POLICIES;
        policiesTold.add(label);
        Counter.builder(AUDIT_REFUSALS)
                .description("What policies of mode Audit would have refused, each thing once")
                .tag("policy", label)
                .register(registry)
                .increment();
    }

    void decided(String outcome, Duration afterCreation) {
        client(outcome).increment();
        decisionTime.record(afterCreation.isNegative() ? Duration.ZERO : afterCreation);
    }

    void servingDecided(String outcome) {
        serving(outcome).increment();
    }

    private static boolean has(NodeJoinRequest request, ConditionType type, String status) {
        if (request.getStatus() == null || request.getStatus().conditions() == null) return false;
        return request.getStatus().conditions().stream().anyMatch(condition -> is(condition, type, status));
    }

    private static boolean is(Condition condition, ConditionType type, String status) {
        return type.label().equals(condition.getType()) && status.equals(condition.getStatus());
    }

    private boolean hasLiveToken(NodeJoinRequest request) {
        var status = request.getStatus();
        if (status == null || status.token() == null) return false;
        return status.token().state() == TokenState.LIVE && !isUsed(status) && !isExpired(status.token());
    }

    /** The state stays until the Node registers. */
    private static boolean isUsed(NodeJoinRequestStatus status) {
        return status.certificate() != null && status.certificate().serial() != null;
    }

    private boolean isExpired(TokenStatus token) {
        return !clock.instant().isBefore(expiry(token.expiresAt()));
    }

    private static Instant expiry(@Nullable String time) {
        try {
            return time == null ? Instant.EPOCH : Instant.parse(time);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
