package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether everybody on the network may read {@code kube-public/cluster-info}, as kubeadm makes it. */
public enum PublicClusterInfo {
    @JsonProperty("Leave")
    LEAVE,
    /** kubeadm's RoleBinding is deleted, again and again if need be. */
    @JsonProperty("Remove")
    REMOVE
}
