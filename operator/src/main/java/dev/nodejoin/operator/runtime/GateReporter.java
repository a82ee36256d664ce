package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.operator.gate.GateListener;
import dev.nodejoin.operator.gate.plan.GateEffect;
import dev.nodejoin.operator.gate.plan.GateTransitions;
import dev.nodejoin.operator.gate.plan.GateTransitions.Transition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what happened at the gate: Events, and log lines with constant messages. */
final class GateReporter implements GateListener {
    private static final Logger LOG = LoggerFactory.getLogger(GateReporter.class);
    private static final String COMPONENT = "nodejoin-operator";
    /** Where Events of objects without a namespace go. */
    private static final String EVENT_NAMESPACE = "default";

    private final KubernetesClient client;
    private final InstantSource clock;

    GateReporter(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public void statusWritten(NodeJoinGate before, NodeJoinGate after) {
        var old = before.getStatus() == null ? NodeJoinGateStatus.EMPTY : before.getStatus();
        GateTransitions.between(old, after.getStatus()).forEach(transition -> report(after, transition));
    }

    @Override
    public void carriedOut(GateEffect effect) {
        switch (effect) {
            case GateEffect.TakeIn(var candidate, var namespace, var timeToLive) ->
                LOG.atInfo()
                        .addKeyValue("namespace", namespace)
                        .addKeyValue("request", candidate.name())
                        .addKeyValue("node", candidate.nodeName())
                        .addKeyValue("requester", candidate.tokenId().userName())
                        .addKeyValue("csr", candidate.requestName())
                        .log("unrequested machine taken into the inbox");
            case GateEffect.Withdraw(var entry) ->
                LOG.atInfo()
                        .addKeyValue("namespace", entry.namespace())
                        .addKeyValue("request", entry.name())
                        .log("undecided request of the inbox expired");
            case GateEffect.HideClusterInfo hidden -> LOG.atInfo().log("public cluster-info removed");
        }
    }

    private void report(NodeJoinGate gate, Transition transition) {
        LOG.atInfo().addKeyValue("reason", transition.reason()).log("gate moved");
        try {
            createEvent(gate, transition);
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("gate", gate.getMetadata().getName())
                    .addKeyValue("code", e.getCode())
                    .log("event not written");
        }
    }

    private void createEvent(NodeJoinGate gate, Transition transition) {
        var metadata = gate.getMetadata();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(EVENT_NAMESPACE)
                        .withGenerateName(metadata.getName() + ".")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion(gate.getApiVersion())
                        .withKind(gate.getKind())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .endInvolvedObject()
                        .withType(transition.warning() ? "Warning" : "Normal")
                        .withReason(transition.reason())
                        .withMessage(shortened(transition.message()))
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

    /** What an Event may say. */
    private static String shortened(String message) {
        return message.substring(0, Math.min(message.length(), 1024));
    }
}
