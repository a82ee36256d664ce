package dev.nodejoin.agent.plan;

/** Who asks for the node's first certificate. */
public enum Bootstrap {
    /** This agent, with the node's own key, before the kubelet starts. */
    AGENT,
    /** The kubelet, with a key of its own, from {@code bootstrap-kubelet.conf}: the way of {@code kubeadm join}. */
    KUBELET
}
