package dev.nodejoin.api.v1alpha1;

/** Types of the conditions of a {@link NodeJoinRequest}, in the order in which a join passes them. */
public enum ConditionType {
    ACCEPTED("Accepted"),
    APPROVED("Approved"),
    CREDENTIAL_ISSUED("CredentialIssued"),
    HANDED_OVER("HandedOver"),
    CERTIFICATE_ISSUED("CertificateIssued"),
    NODE_REGISTERED("NodeRegistered"),
    READY("Ready"),
    /** Beside the join: shown only where a policy allows serving certificates, and nothing waits for it. */
    SERVING_CERTIFICATE_ISSUED("ServingCertificateIssued");

    private final String label;

    ConditionType(String label) {
        this.label = label;
    }

    /** The type as it stands in {@code status.conditions}. */
    public String label() {
        return label;
    }
}
