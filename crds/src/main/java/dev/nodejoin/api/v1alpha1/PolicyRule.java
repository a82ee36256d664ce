package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A condition in CEL that must hold. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyRule(
        @JsonPropertyDescription("Name of the rule within its policy.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")
        @Nullable
        String name,

        @JsonPropertyDescription("When it is asked: Request, Certificate or ServingCertificate.") @Required @Nullable
        RuleStage stage,

        @JsonPropertyDescription(
                "What must be true, in CEL. Variables: request, requester, node, now; in the certificate stages also csr, in Certificate also token.")
        @Required
        @Size(min = 1, max = 2048)
        @Nullable
        String expression,

        @JsonPropertyDescription("What people are told if it is not true.") @Size(max = 1024) @Nullable
        String message) {}
