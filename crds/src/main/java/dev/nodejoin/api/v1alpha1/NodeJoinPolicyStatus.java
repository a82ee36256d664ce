package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.ConditionList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator makes of a policy. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = ConditionList.class, input = "conditions")
public record NodeJoinPolicyStatus(
        @JsonPropertyDescription(
                "Accepted: every rule compiles. Otherwise the policy refuses everything that it governs; the message names rule, line and column.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Generation of the specification that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("What a policy of mode Audit would have refused.") @Nullable
        AuditSummary audit) {}
