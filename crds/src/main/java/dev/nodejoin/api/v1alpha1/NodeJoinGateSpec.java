package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the operator does beside the gate. The gate itself is the binding in deploy/gate.yaml. */
public record NodeJoinGateSpec(
        @JsonPropertyDescription(
                "Whether everybody on the network may read kube-public/cluster-info. Leave (when absent): as it is. Remove: kubeadm's RoleBinding kubeadm:bootstrap-signer-clusterinfo is deleted whenever it is there; joins with --discovery-token then fail.")
        @Nullable
        PublicClusterInfo publicClusterInfo,

        @JsonPropertyDescription(
                "What becomes of certificate signing requests of bootstrap tokens that no NodeJoinRequest asked for.")
        @Nullable
        UnrequestedSettings unrequested) {
    /** Nothing is asked for. */
    public static final NodeJoinGateSpec EMPTY = new NodeJoinGateSpec(null, null);
}
