package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Undecided certificate signing requests of bootstrap tokens that no NodeJoinRequest asked for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnrequestedStatus(
        @JsonPropertyDescription("How many there are.") @Nullable
        Integer pendingRequests,

        @JsonPropertyDescription("How many requests of the inbox wait for a decision.") @Nullable
        Integer inboxRequests,

        @JsonPropertyDescription(
                "How many machines found no place in the inbox: it is full, or their token has too many, or a Node has the name, or the request is malformed.")
        @Nullable
        Integer notTaken,

        @JsonPropertyDescription("Who makes them, by token; those that ask the longest, at most 16.") @Nullable
        List<UnrequestedToken> tokens) {}
