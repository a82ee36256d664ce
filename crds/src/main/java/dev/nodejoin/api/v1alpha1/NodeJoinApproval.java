package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/** One person's consent to one specification, as a file that can lie in Git. Good for one request. */
@NullUnmarked // the client leaves spec and status null where the object has none
@Group("nodejoin.dev")
@Version("v1alpha1")
@Plural("nodejoinapprovals")
@ShortNames("nja")
@Categories("nodejoin")
@JsonClassDescription(
        "One person's consent to one specification, as a file that can lie in Git. Good for one request; can't be changed.")
@AdditionalPrinterColumn(name = "Request", jsonPath = ".spec.request", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "By", jsonPath = ".spec.by", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Matched",
        jsonPath = ".status.conditions[?(@.type==\"Matched\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Spent",
        jsonPath = ".status.conditions[?(@.type==\"Spent\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Void",
        jsonPath = ".status.conditions[?(@.type==\"Void\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Expires",
        jsonPath = ".spec.expiresAt",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.request")
@AdditionalSelectableField(jsonPath = ".spec.nodeName")
@ValidationRule(
        value = "!has(oldSelf.status) || !has(oldSelf.status.spentOn) || has(self.status) && has(self.status.spentOn)"
                + " && self.status.spentOn == oldSelf.status.spentOn",
        fieldPath = ".status.spentOn",
        message = "an approval is spent once: it can't be taken back or spent on another request")
public class NodeJoinApproval extends CustomResource<NodeJoinApprovalSpec, NodeJoinApprovalStatus>
        implements Namespaced {
    @Override
    @Required
    @JsonPropertyDescription("What is approved, and by whom. Can't be changed.")
    public NodeJoinApprovalSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What became of it. Written by the operator alone.")
    public NodeJoinApprovalStatus getStatus() {
        return super.getStatus();
    }
}
