package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy of mode Audit would have refused. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditSummary(
        @JsonPropertyDescription("How many of the requests that are under way now it would refuse.") @Nullable
        Integer wouldRefuse,

        @JsonPropertyDescription("The newest 16 things that it would have refused, the newest first.")
        @Size(max = 16)
        @Nullable
        List<AuditedRefusal> lastRefusals) {}
