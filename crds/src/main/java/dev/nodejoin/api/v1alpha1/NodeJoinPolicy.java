package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/** Who may join, on what terms, and who has to be asked. Policies add up: the strictest wins, order never matters. */
@NullUnmarked // the client leaves spec and status null where the object has none
@Group("nodejoin.dev")
@Version("v1alpha1")
@Plural("nodejoinpolicies")
@ShortNames("njp")
@Categories("nodejoin")
@JsonClassDescription(
        "Who may join, on what terms, and who has to be asked. Policies add up: the strictest wins, order never matters.")
@AdditionalPrinterColumn(
        name = "Mode",
        jsonPath = ".spec.mode",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "Enforce when empty")
@AdditionalPrinterColumn(
        name = "Approval",
        jsonPath = ".spec.approval.mode",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Approvers",
        jsonPath = ".spec.approval.approvers",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Accepted",
        jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Would-Refuse",
        jsonPath = ".status.audit.wouldRefuse",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class NodeJoinPolicy extends CustomResource<NodeJoinPolicySpec, NodeJoinPolicyStatus> {
    @Override
    @Required
    @JsonPropertyDescription("Whom it governs and what it demands. To write it takes the right to approve these roles.")
    public NodeJoinPolicySpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What the operator makes of it. Written by the operator.")
    public NodeJoinPolicyStatus getStatus() {
        return super.getStatus();
    }
}
