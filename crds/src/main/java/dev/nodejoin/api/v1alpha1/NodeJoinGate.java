package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/** How bootstrap tokens are kept from joining by themselves, and what becomes of those that try. There is one: cluster. */
@NullUnmarked // the client leaves spec and status null where the object has none
@Group("nodejoin.dev")
@Version("v1alpha1")
@Plural("nodejoingates")
@ShortNames("njg")
@Categories("nodejoin")
@JsonClassDescription(
        "How bootstrap tokens are kept from joining by themselves, and what becomes of those that try. There is one: cluster.")
@AdditionalPrinterColumn(
        name = "Bootstrap",
        jsonPath = ".status.bootstrap",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "Closed while deploy/gate.yaml is applied")
@AdditionalPrinterColumn(
        name = "Protected",
        jsonPath = ".status.conditions[?(@.type==\"ApprovalsProtected\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Auto-Approvers",
        jsonPath = ".status.autoApproverCount",
        type = AdditionalPrinterColumn.Type.INTEGER,
        getDescription =
                "Bindings that would approve what is asked for with bootstrap tokens; status.autoApprovers names them")
@AdditionalPrinterColumn(
        name = "Unrequested",
        jsonPath = ".status.unrequested.pendingRequests",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"GateClosed\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@ValidationRule(value = "self.metadata.name == 'cluster'", message = "there is one gate, and its name is cluster")
public class NodeJoinGate extends CustomResource<NodeJoinGateSpec, NodeJoinGateStatus> {
    @Override
    @Required
    @JsonPropertyDescription(
            "What the operator does beside the gate. The gate itself is the binding in deploy/gate.yaml.")
    public NodeJoinGateSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("How the gate stands. Written by the operator.")
    public NodeJoinGateStatus getStatus() {
        return super.getStatus();
    }
}
