package dev.nodejoin.policy.gate;

import dev.nodejoin.policy.gate.GateVerdict.Why;

/** Judges whether the gate is closed: both of its objects have to be there, word for word. */
public final class GateRules {
    private GateRules() {}

    public static GateVerdict judge(GateFacts facts) {
        return switch (facts.binding()) {
            case MISSING -> new GateVerdict.Open(Why.NOT_APPLIED);
            case DIFFERS -> new GateVerdict.Open(Why.BINDING_DIFFERS);
            case AS_SHIPPED -> judgePolicy(facts.policy());
        };
    }

    private static GateVerdict judgePolicy(GateFacts.Part policy) {
        return switch (policy) {
            case MISSING -> new GateVerdict.Open(Why.POLICY_MISSING);
            case DIFFERS -> new GateVerdict.Open(Why.POLICY_DIFFERS);
            case AS_SHIPPED -> new GateVerdict.Closed();
        };
    }
}
