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

/** One machine that shall become one Node: asked for, approved, joined, and afterwards the record of it. */
@NullUnmarked // the client leaves spec and status null where the object has none
@Group("nodejoin.dev")
@Version("v1alpha1")
@Plural("nodejoinrequests")
@ShortNames("njr")
@Categories("nodejoin")
@JsonClassDescription(
        "One machine that shall become one Node: asked for, approved, joined, and afterwards the record of it.")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Role",
        jsonPath = ".spec.role",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "Worker when empty")
@AdditionalPrinterColumn(
        name = "Approved",
        jsonPath = ".status.conditions[?(@.type==\"Approved\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Approvers",
        jsonPath = ".status.approved.by",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Token-Expires",
        jsonPath = ".status.token.expiresAt",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "CSR",
        jsonPath = ".status.certificate.requestName",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.nodeName")
@AdditionalSelectableField(jsonPath = ".spec.role")
@ValidationRule(
        value = "!has(oldSelf.status) || !has(oldSelf.status.denials) || has(self.status) && has(self.status.denials)"
                + " && oldSelf.status.denials.all(d, d in self.status.denials)",
        fieldPath = ".status.denials",
        message = "a denial is final: it can't be changed or removed")
public class NodeJoinRequest extends CustomResource<NodeJoinRequestSpec, NodeJoinRequestStatus> implements Namespaced {
    @Override
    @Required
    @JsonPropertyDescription("Which machine shall become which Node: what is asked for and approved.")
    public NodeJoinRequestSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription(
            "How far the join has come. Written by the operator, except approvals and denials, to which people add themselves.")
    public NodeJoinRequestStatus getStatus() {
        return super.getStatus();
    }
}
