package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Enumerated;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A taint of the Node, as in {@code Node.spec.taints}. */
@SchemaCustomizer(value = Enumerated.class, input = "effect=NoSchedule,PreferNoSchedule,NoExecute")
@ValidationRule(
        value = "!format.qualifiedName().validate(self.key).hasValue()",
        fieldPath = ".key",
        message = "must be a name or <DNS subdomain>/<name>")
@ValidationRule(
        value = "!self.key.matches('^(([^/]+[.])?nodejoin[.]dev|node[.]kubernetes[.]io)/')"
                + " && !(self.key in ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'])",
        fieldPath = ".key",
        message = "refused are taints of nodejoin.dev and of node.kubernetes.io (controllers set and remove them),"
                + " node-role.kubernetes.io/control-plane and /master (the role says what the Node is)")
@ValidationRule(
        value = "!has(self.value) || !format.labelValue().validate(self.value).hasValue()",
        fieldPath = ".value",
        message = "must be at most 63 characters of letters, digits, '-', '_' and '.', beginning and ending with a"
                + " letter or digit")
public record NodeTaint(
        @JsonPropertyDescription("Key of the taint: a name or <DNS subdomain>/<name>.")
        @Required
        @Size(min = 1, max = 317)
        @Nullable
        String key,

        @JsonPropertyDescription("Value of the taint; empty when absent.") @Size(max = 63) @Nullable
        String value,

        @JsonPropertyDescription("NoSchedule, PreferNoSchedule or NoExecute.") @Required @Nullable
        String effect) {}
