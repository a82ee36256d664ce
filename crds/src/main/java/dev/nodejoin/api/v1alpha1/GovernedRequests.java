package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.EnumeratedEntries;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a policy governs: those that fit every part. What is absent fits all.
 *
 * <p>Roles are text, so that a role that an older operator does not know is never taken for no role at all.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = EnumeratedEntries.class, input = "roles=Worker,ControlPlane")
@ValidationRule(
        value = "!has(self.requestLabels) || self.requestLabels.all(k, k.startsWith('policy.nodejoin.dev/'))",
        fieldPath = ".requestLabels",
        message = "each key must begin with policy.nodejoin.dev/: such labels of a request can't be changed after its"
                + " creation, others can")
public record GovernedRequests(
        @JsonPropertyDescription("Namespaces of the requests; * stands for any text.")
        @Size(min = 1, max = 32)
        @Nullable
        List<@Pattern("^[-a-z0-9*]+$") @Size(min = 1, max = 63) String> namespaces,

        @JsonPropertyDescription("Names of the Nodes that are asked for; * stands for any text.")
        @Size(min = 1, max = 64)
        @Nullable
        List<@Pattern("^[-a-z0-9.*]+$") @Size(min = 1, max = 63) String> nodeNames,

        @JsonPropertyDescription("Roles of the Nodes: Worker, ControlPlane.") @Size(min = 1, max = 2) @Nullable
        List<String> roles,

        @JsonPropertyDescription(
                "Labels of the requests, all of which they must have. Their keys begin with policy.nodejoin.dev/. Who creates a request chooses them.")
        @Size(min = 1, max = 8)
        @Nullable
        Map<String, @Size(max = 63) String> requestLabels) {}
