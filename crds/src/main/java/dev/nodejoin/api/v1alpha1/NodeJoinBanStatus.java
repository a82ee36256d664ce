package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.ConditionList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a ban hits. Written by the operator. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = ConditionList.class, input = "conditions")
public record NodeJoinBanStatus(
        @JsonPropertyDescription("InForce: True, or False when its time is over.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Generation of the specification that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("What is in the cluster that the ban hits, in a few words.") @Size(max = 64) @Nullable
        String hits,

        @JsonPropertyDescription("The Node of the banned name.") @Nullable
        RegisteredNode node,

        @JsonPropertyDescription("Requests that it hits, as namespace/name; the first 16.") @Size(max = 16) @Nullable
        List<@Size(max = 317) String> requests,

        @JsonPropertyDescription("How many requests it hits.") @Nullable
        Integer requestCount) {
    /** The status of a ban that nobody has looked at. */
    public static final NodeJoinBanStatus EMPTY = new NodeJoinBanStatus(null, null, null, null, null, null);
}
