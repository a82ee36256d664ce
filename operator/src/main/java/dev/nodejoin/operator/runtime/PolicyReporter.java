package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.policy.AuditEntry;
import dev.nodejoin.operator.policy.AuditLog;
import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what policies of mode Audit would have refused: each new thing once. */
final class PolicyReporter {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyReporter.class);

    private final AuditLog audit;
    private final OperatorMetrics metrics;
    private final BiConsumer<NodeJoinRequest, AuditEntry> events;
    private final Consumer<String> lookAgainAt;
    private final InstantSource clock;

    /**
     * Says nothing until something is judged.
     *
     * @param lookAgainAt is told the name of each policy whose status may be another now
     */
    PolicyReporter(
            AuditLog audit,
            OperatorMetrics metrics,
            BiConsumer<NodeJoinRequest, AuditEntry> events,
            Consumer<String> lookAgainAt,
            InstantSource clock) {
        this.audit = audit;
        this.metrics = metrics;
        this.events = events;
        this.lookAgainAt = lookAgainAt;
        this.clock = clock;
    }

    void judged(NodeJoinRequest request, List<PolicyRefusal> audited) {
        var metadata = request.getMetadata();
        var subject = new AuditLog.Subject(metadata.getNamespace(), metadata.getName(), metadata.getUid());
        var change = audit.judged(subject, audited, clock.instant());
        change.added().forEach(entry -> report(request, entry));
        change.policies().forEach(lookAgainAt);
    }

    private void report(NodeJoinRequest request, AuditEntry entry) {
        metrics.audited(entry.refusal().policy());
        LOG.atInfo()
                .addKeyValue("namespace", entry.namespace())
                .addKeyValue("request", entry.name())
                .addKeyValue("policy", entry.refusal().policy())
                .addKeyValue("subject", entry.refusal().subject())
                .log("policy would have refused");
        events.accept(request, entry);
    }
}
