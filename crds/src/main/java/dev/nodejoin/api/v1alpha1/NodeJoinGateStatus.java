package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.ConditionList;
import dev.nodejoin.api.schema.KeyedList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the gate stands, as the operator sees it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = ConditionList.class, input = "conditions")
@SchemaCustomizer(value = KeyedList.class, input = "autoApprovers=binding")
public record NodeJoinGateStatus(
        @JsonPropertyDescription("GateClosed, ApprovalsProtected, ClusterInfoPrivate, InboxEffective.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Generation of the specification that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Closed: nobody but the operator, or a person who breaks the glass, approves what is asked for with bootstrap tokens. Open: whoever may approve certificates does, kube-controller-manager above all.")
        @Nullable
        BootstrapState bootstrap,

        @JsonPropertyDescription(
                "Every ClusterRoleBinding that would have kube-controller-manager approve what is asked for with bootstrap tokens, found by what it grants. While the gate is closed they have no effect.")
        @Size(max = 64)
        @Nullable
        List<AutoApprover> autoApprovers,

        @JsonPropertyDescription("How many autoApprovers there are.") @Nullable
        Integer autoApproverCount,

        @JsonPropertyDescription("What is asked for without a NodeJoinRequest; absent in mode Ignore.") @Nullable
        UnrequestedStatus unrequested) {
    /** The status of a gate that nobody has looked at. */
    public static final NodeJoinGateStatus EMPTY = new NodeJoinGateStatus(null, null, null, null, null, null);
}
