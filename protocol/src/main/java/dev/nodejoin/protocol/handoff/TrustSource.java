package dev.nodejoin.protocol.handoff;

/** Where kubeadm finds the certificate authorities to trust. */
public enum TrustSource {
    /** In the kubeconfig of the hand-off. */
    CA_BUNDLE,
    /** In {@code kube-public/cluster-info}, by a token that signs it and pins of the hand-off's authorities. */
    CLUSTER_INFO
}
