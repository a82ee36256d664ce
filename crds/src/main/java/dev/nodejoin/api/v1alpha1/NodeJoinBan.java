package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/** A node or a key that is put out and stays out. Beats every approval; lifted by deletion or when its time is over. */
@NullUnmarked // the client leaves spec and status null where the object has none
@Group("nodejoin.dev")
@Version("v1alpha1")
@Plural("nodejoinbans")
@ShortNames("njb")
@Categories("nodejoin")
@JsonClassDescription(
        "A node or a key that is put out and stays out. It beats every approval and is lifted by deletion, or when its time is over.")
@AdditionalPrinterColumn(name = "Node", jsonPath = ".spec.nodeName", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Key", jsonPath = ".spec.publicKeySHA256", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Until",
        jsonPath = ".spec.until",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "Until it is deleted when empty")
@AdditionalPrinterColumn(
        name = "In-Force",
        jsonPath = ".status.conditions[?(@.type==\"InForce\")].status",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "In force without the operator too, which fills this in")
@AdditionalPrinterColumn(
        name = "Hits",
        jsonPath = ".status.hits",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "What is in the cluster that it hits")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".spec.reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.nodeName")
@AdditionalSelectableField(jsonPath = ".spec.publicKeySHA256")
@ValidationRule(
        value = "!(has(oldSelf.status) && has(oldSelf.status.conditions)"
                + " && oldSelf.status.conditions.exists(c, c.type == 'InForce' && c.status == 'False'))"
                + " || (has(self.spec.until) == has(oldSelf.spec.until)"
                + " && (!has(self.spec.until) || self.spec.until == oldSelf.spec.until))",
        fieldPath = ".spec.until",
        message = "this ban is over: create another")
public class NodeJoinBan extends CustomResource<NodeJoinBanSpec, NodeJoinBanStatus> {
    @Override
    @Required
    @JsonPropertyDescription("Who is put out, until when and why.")
    public NodeJoinBanSpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What the ban hits. Written by the operator.")
    public NodeJoinBanStatus getStatus() {
        return super.getStatus();
    }
}
