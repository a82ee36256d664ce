package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Labels that a Node may get. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelBound(
        @JsonPropertyDescription("Key of the label; * stands for any text.")
        @Required
        @Size(min = 1, max = 317)
        @Nullable
        String key,

        @JsonPropertyDescription("Allowed values; * stands for any text. All when absent.") @Size(max = 64) @Nullable
        List<@Size(max = 63) String> values) {}
