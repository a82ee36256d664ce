package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What becomes of certificate signing requests of bootstrap tokens that no NodeJoinRequest asked for. */
@ValidationRule(
        value = "has(self.mode) && self.mode == 'Inbox'"
                + " || !has(self.namespace) && !has(self.max) && !has(self.ttlSeconds)",
        message = "namespace, max and ttlSeconds are of the inbox: they need mode Inbox")
public record UnrequestedSettings(
        @JsonPropertyDescription(
                "Ignore (when absent): nothing. Report: told in status, by an Event and by a metric. Inbox: each becomes a NodeJoinRequest, which is approved or denied like any other.")
        @Nullable
        UnrequestedMode mode,

        @JsonPropertyDescription(
                "Namespace of the inbox's NodeJoinRequests, one that the operator serves and may create them in; nodejoin when absent.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Nullable
        String namespace,

        @JsonPropertyDescription(
                "How many of the inbox's requests may be undecided at once, 1 to 100; 20 when absent. What comes beyond is only counted. Of one token there are never more than 3 that are undecided or denied.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer max,

        @JsonPropertyDescription(
                "Seconds after which a request of the inbox that nobody decided is deleted, 600 to 2592000; 86400 when absent. An approved one has the same time, from its creation, to join.")
        @Min(600)
        @Max(2592000)
        @Nullable
        Long ttlSeconds) {}
