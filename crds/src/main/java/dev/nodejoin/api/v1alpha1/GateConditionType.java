package dev.nodejoin.api.v1alpha1;

/** Types of the conditions of a {@link NodeJoinGate}. */
public enum GateConditionType {
    GATE_CLOSED("GateClosed"),
    APPROVALS_PROTECTED("ApprovalsProtected"),
    CLUSTER_INFO_PRIVATE("ClusterInfoPrivate"),
    INBOX_EFFECTIVE("InboxEffective");

    private final String label;

    GateConditionType(String label) {
        this.label = label;
    }

    /** The type as it stands in {@code status.conditions}. */
    public String label() {
        return label;
    }
}
