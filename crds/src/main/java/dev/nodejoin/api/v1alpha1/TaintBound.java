package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.EnumeratedEntries;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taints that a Node may get. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = EnumeratedEntries.class, input = "effects=NoSchedule,PreferNoSchedule,NoExecute")
public record TaintBound(
        @JsonPropertyDescription("Key of the taint; * stands for any text.")
        @Required
        @Size(min = 1, max = 317)
        @Nullable
        String key,

        @JsonPropertyDescription("Allowed values; * stands for any text. All when absent.") @Size(max = 64) @Nullable
        List<@Size(max = 63) String> values,

        @JsonPropertyDescription("Allowed effects: NoSchedule, PreferNoSchedule, NoExecute. All when absent.")
        @Size(max = 3)
        @Nullable
        List<String> effects) {}
