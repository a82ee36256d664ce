package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator sets on the Node once it registered, from the request as it was approved. */
public record NodeSettings(
        @JsonPropertyDescription("Labels of the Node. Other labels of the Node are left alone.") @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription("Taints of the Node, set as it registers.") @Nullable
        List<NodeTaint> taints,

        @JsonPropertyDescription("Annotations of the Node. Other annotations of the Node are left alone.") @Nullable
        Map<String, String> annotations) {}
