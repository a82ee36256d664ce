package dev.nodejoin.api.v1alpha1;

/** The conditions of a {@link NodeJoinApproval}. */
public enum ApprovalConditionType {
    /** There is the request that it approves. */
    MATCHED("Matched"),
    /** It was spent on one request and approves no other any more. */
    SPENT("Spent"),
    /** It counts for nothing from now on. */
    VOID("Void");

    private final String label;

    ApprovalConditionType(String label) {
        this.label = label;
    }

    /** As in {@code status.conditions[].type}. */
    public String label() {
        return label;
    }
}
