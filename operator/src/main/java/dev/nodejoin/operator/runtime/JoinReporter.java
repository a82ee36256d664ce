package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.join.JoinListener;
import dev.nodejoin.operator.plan.Transitions;
import dev.nodejoin.operator.plan.Transitions.Transition;
import dev.nodejoin.operator.policy.AuditEntry;
import dev.nodejoin.operator.policy.AuditLog;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what happened: Events at the request, log lines with constant messages, metrics. */
final class JoinReporter implements JoinListener {
    private static final Logger LOG = LoggerFactory.getLogger(JoinReporter.class);
    private static final String AUDITED = "PolicyWouldRefuse";

    private final EventWriter events;
    private final OperatorMetrics metrics;
    private final InstantSource clock;
    private final PolicyReporter policies;

    JoinReporter(
            EventWriter events,
            OperatorMetrics metrics,
            InstantSource clock,
            AuditLog audit,
            Consumer<String> lookAgainAtPolicy) {
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
        this.policies = new PolicyReporter(audit, metrics, this::audited, lookAgainAtPolicy, clock);
    }

    @Override
    public void statusWritten(NodeJoinRequest before, NodeJoinRequest after) {
        Transitions.between(statusOf(before), statusOf(after)).forEach(transition -> report(after, transition));
    }

    @Override
    public void judged(NodeJoinRequest request, List<PolicyRefusal> audited) {
        policies.judged(request, audited);
    }

    private void audited(NodeJoinRequest request, AuditEntry entry) {
        events.write(
                request,
                true,
                AUDITED,
                "Audit, nothing was refused: " + entry.refusal().describe());
    }

    @Override
    public void certificateApproved(CertificateRequestFacts certificateRequest) {
        decided(certificateRequest, "Approved");
    }

    @Override
    public void certificateDenied(
            NodeJoinRequest request, CertificateRequestFacts certificateRequest, CertificateVerdict.Deny denial) {
        decided(certificateRequest, denial.refusals().getFirst().reason().label());
        Transitions.ofDenial(statusOf(request), denial).ifPresent(transition -> report(request, transition));
    }

    @Override
    public void servingCertificateDecided(CertificateRequestFacts certificateRequest, String outcome) {
        metrics.servingDecided(outcome);
        log(certificateRequest, outcome);
    }

    /** @param outcome {@code Approved}, or the first reason of the refusal */
    void decided(CertificateRequestFacts request, String outcome) {
        metrics.decided(outcome, Duration.between(request.createdAt(), clock.instant()));
        log(request, outcome);
    }

    private static void log(CertificateRequestFacts request, String outcome) {
        LOG.atInfo()
                .addKeyValue("csr", request.name())
                .addKeyValue("signer", request.requested().signerName())
                .addKeyValue("requester", request.requested().requester())
                .addKeyValue("outcome", outcome)
                .log("certificate signing request decided");
    }

    private static NodeJoinRequestStatus statusOf(NodeJoinRequest request) {
        return Objects.requireNonNullElse(request.getStatus(), NodeJoinRequestStatus.EMPTY);
    }

    private void report(NodeJoinRequest request, Transition transition) {
        LOG.atInfo()
                .addKeyValue("namespace", request.getMetadata().getNamespace())
                .addKeyValue("request", request.getMetadata().getName())
                .addKeyValue("node", request.getSpec().nodeName())
                .addKeyValue("condition", transition.type().label())
                .addKeyValue("reason", transition.reason())
                .log("join moved");
        events.write(request, transition.obstacle(), transition.reason(), transition.message());
    }
}
