package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What is approved, by whom. It carries the approved specification word for word, so that whoever reviews the file sees what
 * it approves; {@code specHash} stands in for it where a text would be too long.
 *
 * <p>A hash says nothing about the role, which decides what right it takes; so {@code role} stands beside it, and an approval
 * by hash counts only for a request of that role.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Timestamps.class, input = "expiresAt")
@ValidationRule(value = "self == oldSelf", message = "an approval can't be changed: create another")
@ValidationRule(
        value = "has(self.spec) != has(self.specHash)",
        message = "exactly one of spec (the approved specification, word for word) and specHash is needed")
@ValidationRule(
        value = "!has(self.spec) || self.spec.nodeName == self.nodeName",
        fieldPath = ".nodeName",
        message = "must be spec.nodeName of the approved specification")
@ValidationRule(
        value = "!has(self.role) || has(self.specHash)",
        fieldPath = ".role",
        message = "goes with specHash; a specification says its role itself")
public record NodeJoinApprovalSpec(
        @JsonPropertyDescription("Name of the NodeJoinRequest, in this namespace.")
        @Required
        @Size(min = 1, max = 253)
        @Nullable
        String request,

        @JsonPropertyDescription("Name of the Node that the request asks for.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        @Nullable
        String nodeName,

        @JsonPropertyDescription(
                "The approved specification, word for word as in the request; suspend is not part of what is approved. An absent field and one spelled out with its default are different words.")
        @Nullable
        NodeJoinRequestSpec spec,

        @JsonPropertyDescription("Instead of spec: the request's status.specHash.")
        @Size(max = 80)
        @Pattern("^v1:sha256:[0-9a-f]{64}$")
        @Nullable
        String specHash,

        @JsonPropertyDescription(
                "With specHash: role of the Node, Worker when absent. Only a request of this role is approved.")
        @Nullable
        NodeRole role,

        @JsonPropertyDescription("The user who approves: yourself, who creates this object.")
        @Required
        @Size(min = 1, max = 1024)
        @Nullable
        String by,

        @JsonPropertyDescription(
                "From then on it counts no more (RFC 3339); what was recorded before stays recorded. Never when absent.")
        @Nullable
        String expiresAt,

        @JsonPropertyDescription("Why, in your words.") @Size(max = 1024) @Nullable
        String reason) {}
