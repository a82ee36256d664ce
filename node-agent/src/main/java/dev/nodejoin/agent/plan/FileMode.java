package dev.nodejoin.agent.plan;

/** The two modes that files of a join have. */
public enum FileMode {
    /** 0600: keys, credentials and files that refer to them. */
    PRIVATE("rw-------"),
    /** 0644: configuration and certificates, as kubeadm writes them. */
    PUBLIC("rw-r--r--");

    private final String permissions;

    FileMode(String permissions) {
        this.permissions = permissions;
    }

    /** The mode as {@code ls} prints it. */
    public String permissions() {
        return permissions;
    }
}
