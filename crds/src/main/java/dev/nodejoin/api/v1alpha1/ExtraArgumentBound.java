package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments that a kubelet may get. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExtraArgumentBound(
        @JsonPropertyDescription("Name of the argument; * stands for any text.")
        @Required
        @Size(min = 1, max = 63)
        @Nullable
        String name,

        @JsonPropertyDescription("Allowed values; * stands for any text. All when absent.") @Size(max = 64) @Nullable
        List<@Size(max = 4096) String> values) {}
