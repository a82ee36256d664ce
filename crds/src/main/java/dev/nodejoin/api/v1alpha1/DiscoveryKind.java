package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the machine comes to trust the API server. */
public enum DiscoveryKind {
    @JsonProperty("CABundle")
    CA_BUNDLE,
    /** By {@code kube-public/cluster-info}, signed with the token, its CA pinned: for a plain {@code kubeadm join}. */
    @JsonProperty("ClusterInfo")
    CLUSTER_INFO
}
