package dev.nodejoin.protocol.token;

/** What a bootstrap token may be used for; Kubernetes knows these two. */
public enum TokenUsage {
    /** The bearer can authenticate to the API server. */
    AUTHENTICATION("authentication"),
    /** The cluster signs {@code kube-public/cluster-info} with it, which lets a bearer find the CA. */
    SIGNING("signing");

    static final String KEY_PREFIX = "usage-bootstrap-";

    private final String word;

    TokenUsage(String word) {
        this.word = word;
    }

    /** The usage as kubeadm's configuration spells it. */
    public String word() {
        return word;
    }

    String key() {
        return KEY_PREFIX + word;
    }
}
