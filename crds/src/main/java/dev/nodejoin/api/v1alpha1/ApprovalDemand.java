package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Enumerated;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Who approves, as one policy wants it.
 *
 * <p>The mode is text, so that one that an older operator does not know is never taken for none.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Enumerated.class, input = "mode=Automatic,Manual")
@ValidationRule(
        value = "!has(self.approvers) || !has(self.mode) || self.mode != 'Automatic'",
        fieldPath = ".approvers",
        message = "approvers go with mode Manual: where the mode is Automatic nobody is asked")
public record ApprovalDemand(
        @JsonPropertyDescription(
                "Manual: people approve. Automatic: nobody has to be asked, unless another policy wants people or the request asks for something that this policy does not expressly allow. Absent, without approvers: nothing is said.")
        @Nullable
        String mode,

        @JsonPropertyDescription("How many distinct people have to approve, 1 to 16; implies Manual.")
        @Min(1)
        @Max(16)
        @Nullable
        Integer approvers,

        @JsonPropertyDescription(
                "Seconds for which an approval is good while no certificate was issued, 60 to 2592000 (30 days).")
        @Min(60)
        @Max(2592000)
        @Nullable
        Long expiresAfterSeconds) {}
