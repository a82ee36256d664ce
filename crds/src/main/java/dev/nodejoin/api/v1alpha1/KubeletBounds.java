package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.EnumeratedEntries;
import dev.nodejoin.api.schema.KeyedList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request may tell the machine's kubelet and kubeadm. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = KeyedList.class, input = "extraArgs=name")
@SchemaCustomizer(value = EnumeratedEntries.class, input = "imagePullPolicies=Always,IfNotPresent,Never")
public record KubeletBounds(
        @JsonPropertyDescription(
                "Allowed arguments of the kubelet. An automatic approval allows only those that are named here.")
        @Size(max = 64)
        @Nullable
        List<ExtraArgumentBound> extraArgs,

        @JsonPropertyDescription(
                "Fields of the KubeletConfiguration that patches may touch, by their names at the top, such as maxPods;"
                        + " * stands for any text. What is below a field counts as the field, a directive such as"
                        + " $setElementOrder/x as x, and of a JSON patch each path and from. An automatic approval"
                        + " allows only those that are named here.")
        @Size(max = 64)
        @Nullable
        List<@Size(min = 1, max = 253) String> patchedFields,

        @JsonPropertyDescription(
                "Phases that may be left out; * stands for any text. An automatic approval allows only those that are"
                        + " named here.")
        @Size(max = 32)
        @Nullable
        List<@Size(min = 1, max = 63) String> skipPhases,

        @JsonPropertyDescription(
                "Preflight checks that may be ignored, in any case of letters; * stands for any text, and for all. An"
                        + " automatic approval allows only those that are named here.")
        @Size(max = 64)
        @Nullable
        List<@Size(min = 1, max = 253) String> ignorePreflightErrors,

        @JsonPropertyDescription("Sockets of container runtimes that may be named, be it by criSocket, by the arguments"
                + " container-runtime-endpoint and image-service-endpoint or by patches of"
                + " containerRuntimeEndpoint and imageServiceEndpoint; * stands for any text. An automatic"
                + " approval allows only those that are named here.")
        @Size(max = 16)
        @Nullable
        List<@Size(min = 1, max = 253) String> criSockets,

        @JsonPropertyDescription("Allowed imagePullPolicy: Always, IfNotPresent, Never.") @Size(max = 3) @Nullable
        List<String> imagePullPolicies) {}
