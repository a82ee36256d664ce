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
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what happened: Events at the request, log lines with constant messages, metrics. */
final class JoinReporter implements JoinListener {
    private static final Logger LOG = LoggerFactory.getLogger(JoinReporter.class);
    private static final String COMPONENT = "nodejoin-operator";
    private static final String AUDITED = "PolicyWouldRefuse";
    private final KubernetesClient client;
    private final JoinMetrics metrics;
    private final InstantSource clock;
    private final PolicyReporter policies;

    JoinReporter(
            KubernetesClient client,
            JoinMetrics metrics,
            InstantSource clock,
            AuditLog audit,
            Consumer<String> lookAgainAtPolicy) {
        this.client = client;
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
        event(request, AUDITED, "Audit, nothing was refused: " + entry.refusal().describe(), true);
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

    private void decided(CertificateRequestFacts request, String outcome) {
        metrics.decided(outcome, Duration.between(request.createdAt(), clock.instant()));
        LOG.atInfo()
                .addKeyValue("csr", request.name())
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
        event(request, transition.reason(), transition.message(), transition.obstacle());
    }

    private void event(NodeJoinRequest request, String reason, String message, boolean warning) {
        try {
            createEvent(request, reason, message, warning);
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("request", request.getMetadata().getName())
                    .addKeyValue("code", e.getCode())
                    .log("event not written");
        }
    }

    private void createEvent(NodeJoinRequest request, String reason, String message, boolean warning) {
        var metadata = request.getMetadata();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(metadata.getNamespace())
                        .withGenerateName(metadata.getName() + ".")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion(request.getApiVersion())
                        .withKind(request.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .endInvolvedObject()
                        .withType(warning ? "Warning" : "Normal")
                        .withReason(reason)
                        .withMessage(message)
                        .withNewSource()
                        .withComponent(COMPONENT)
                        .endSource()
                        .withReportingComponent(COMPONENT)
                        .withFirstTimestamp(now)
                        .withLastTimestamp(now)
                        .withCount(1)
                        .build())
                .create();
    }
}
