package dev.nodejoin.operator.gate;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.operator.gate.plan.GateEffect;

/** Is told what happened: for events, metrics and logs. Must not fail. */
public interface GateListener {
    void statusWritten(NodeJoinGate before, NodeJoinGate after);

    void carriedOut(GateEffect effect);
}
