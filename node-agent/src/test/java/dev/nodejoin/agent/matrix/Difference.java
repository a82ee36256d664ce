package dev.nodejoin.agent.matrix;

/** Why the agent may take or refuse what kubeadm does not. */
public enum Difference {
    CONTROL_PLANE("the agent joins workers only and says so, instead of joining something else than was asked for"),
    DEAD_ENDPOINT("no server can be reached by it: kubeadm finds that out when it asks the server"),
    PIN("not a pin that could match: kubeadm finds that out after it has asked the server"),
    TAINT("no Node may have the taint: kubeadm passes it on to a kubelet that does not start with it"),
    CRI_SOCKET("no kubelet gets to a runtime by it: kubeadm puts unix:// before anything"),
    NAME_BESIDE_FILE("no Node may have the name: kubeadm checks --node-name only where there is no --config"),
    NEGATIVE_TIMEOUT("it would be over before it began"),
    ANCHOR("anchors can make a large document of a small text"),
    TAG("plain data needs no tags"),
    EMPTY_DOCUMENT("a separator or comment too many says nothing that could be wrong"),
    VERBOSITY("-v without a level is short for a level");

    private final String reason;

    Difference(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
