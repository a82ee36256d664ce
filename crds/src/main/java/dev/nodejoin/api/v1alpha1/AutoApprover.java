package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ClusterRoleBinding that would have kube-controller-manager approve what is asked for with bootstrap tokens. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AutoApprover(
        @JsonPropertyDescription("Name of the ClusterRoleBinding.") @Nullable
        String binding,

        @JsonPropertyDescription(
                "Name of its ClusterRole, which grants create on certificatesigningrequests/nodeclient.")
        @Nullable
        String role,

        @JsonPropertyDescription("Its subjects that bootstrap tokens are: Group or User, then the name. At most 16.")
        @Nullable
        List<String> subjects,

        @JsonPropertyDescription(
                "What depends on it: undecided certificate signing requests of tokens that it holds for and that the operator did not mint.")
        @Nullable
        Integer pendingRequests) {}
