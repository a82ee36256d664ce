package dev.nodejoin.operator.gate.plan;

/** Reasons of the gate's conditions and events, beside those of an open gate. They are API: alerts and scripts match on them. */
public final class GateReason {
    public static final String CLOSED = "Closed";
    public static final String PROTECTED = "Protected";
    public static final String UNPROTECTED = "Unprotected";
    public static final String PRIVATE = "Private";
    public static final String PUBLIC = "Public";
    public static final String REMOVING = "Removing";
    public static final String EFFECTIVE = "Effective";
    public static final String NO_INBOX = "NoInbox";
    public static final String GATE_OPEN = "GateOpen";
    public static final String NAMESPACE_NOT_SERVED = "NamespaceNotServed";
    /** Of an event. */
    public static final String UNREQUESTED = "UnrequestedMachine";

    private GateReason() {}
}
