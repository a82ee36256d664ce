package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.ConditionList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an approval. Written by the operator alone. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = ConditionList.class, input = "conditions")
public record NodeJoinApprovalStatus(
        @JsonPropertyDescription("Matched, Spent, Void.") @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("The one request that it approves. Never changes.") @Nullable
        SpentOn spentOn,

        @JsonPropertyDescription(
                "Hash of the admission policies that were in force when the operator found this approval to be genuine.")
        @Size(max = 128)
        @Nullable
        String protection) {
    /** The status of an approval that nobody has looked at. */
    public static final NodeJoinApprovalStatus EMPTY = new NodeJoinApprovalStatus(null, null, null);
}
