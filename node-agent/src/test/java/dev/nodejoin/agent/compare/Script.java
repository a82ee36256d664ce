package dev.nodejoin.agent.compare;

/** A way in which an API server can answer who asks for cluster-info. */
enum Script {
    UNAUTHORIZED(7000),
    FORBIDDEN(7001),
    NOT_FOUND(7002),
    BROKEN(7003),
    GARBAGE(7004),
    WITHOUT_KUBECONFIG(7005),
    WITH_BROKEN_KUBECONFIG(7006),
    WITHOUT_AUTHORITIES(7007),
    UNSIGNED(7008),
    WRONGLY_SIGNED(7009),
    /** The second answer is another one, of the same authority. */
    CHANGING(7010),
    /** The authorities that are told are those of the real cluster, this server's is not among them. */
    WITH_OTHER_AUTHORITIES(7011),
    /** The real cluster's address, and this server's authority beside the real one's. */
    WITH_SEVERAL_AUTHORITIES(7012),
    /** No cluster-info, but a kubeconfig of the real cluster for whoever asks for anything. */
    KUBECONFIG_OF_THE_CLUSTER(7013);

    private final int port;

    Script(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }
}
