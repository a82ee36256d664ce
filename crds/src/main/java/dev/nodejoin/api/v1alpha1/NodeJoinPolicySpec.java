package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.KeyedList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom a policy governs and what it demands. What is absent says nothing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = KeyedList.class, input = "rules=name")
public record NodeJoinPolicySpec(
        @JsonPropertyDescription(
                "Enforce when absent: what the policy refuses is refused. Audit: what it would refuse is recorded in its status, as event and as metric, and changes nothing.")
        @Nullable
        PolicyMode mode,

        @JsonPropertyDescription("Which requests it governs; all when absent.") @Nullable
        GovernedRequests governs,

        @JsonPropertyDescription("Who approves.") @Nullable ApprovalDemand approval,

        @JsonPropertyDescription("What may be asked for.") @Nullable
        RequestBounds bounds,

        @JsonPropertyDescription("What certificates may be.") @Nullable
        CertificateBounds certificates,

        @JsonPropertyDescription("Rules in CEL, at most 32. Each must be true.") @Size(max = 32) @Nullable
        List<PolicyRule> rules) {}
