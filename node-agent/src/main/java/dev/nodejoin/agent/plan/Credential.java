package dev.nodejoin.agent.plan;

/** As whom the API server is asked: a token may be spent as soon as the node has its certificate. */
public enum Credential {
    BOOTSTRAP("the bootstrap token"),
    NODE("the node's certificate (%s, or that of %s)".formatted(NodePaths.CURRENT_PAIR, NodePaths.KUBELET_CONF));

    private final String shown;

    Credential(String shown) {
        this.shown = shown;
    }

    @Override
    public String toString() {
        return shown;
    }
}
