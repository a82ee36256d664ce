package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Enumerated;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A change of the kubelet's configuration, in one of the ways that kubeadm knows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Enumerated.class, input = "type=Strategic,Merge,JSON")
public record KubeletConfigurationPatch(
        @JsonPropertyDescription("Strategic when absent, Merge (RFC 7386), or JSON (RFC 6902).") @Nullable
        String type,

        @JsonPropertyDescription(
                "The patch in YAML or JSON, at most 4096 characters: fields of a KubeletConfiguration, or for JSON a list of"
                        + " operations. Without anchors.")
        @Required
        @Size(min = 1, max = 4096)
        @Nullable
        String patch) {}
