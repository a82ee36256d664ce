package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.operator.gate.GateListener;
import dev.nodejoin.operator.gate.plan.GateEffect;
import dev.nodejoin.operator.gate.plan.GateTransitions;
import dev.nodejoin.operator.gate.plan.GateTransitions.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what happened at the gate: Events, and log lines with constant messages. */
final class GateReporter implements GateListener {
    private static final Logger LOG = LoggerFactory.getLogger(GateReporter.class);

    private final EventWriter events;

    GateReporter(EventWriter events) {
        this.events = events;
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
        events.write(gate, transition.warning(), transition.reason(), transition.message());
    }
}
