package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Which machine shall become which Node.
 *
 * <p>Absent fields stay absent: the operator interprets absence, so that what was approved never changes by a default.
 * Values are those of the API server's storage and may be strange; they are judged by the operator, not here.
 */
public record NodeJoinRequestSpec(
        @JsonPropertyDescription("Name of the Node, an RFC 1123 subdomain. Immutable.") @Nullable
        String nodeName,

        @JsonPropertyDescription("Role of the Node; Worker when absent. Immutable.") @Nullable
        NodeRole role,

        @JsonPropertyDescription("What is known of the machine. Immutable.") @Nullable
        Identity identity,

        @JsonPropertyDescription("What the machine proves itself with; BootstrapToken when absent. Immutable.")
        @Nullable
        CredentialKind credential,

        @JsonPropertyDescription(
                "How the credential reaches the machine; Secret when absent: a Secret beside this request.")
        @Nullable
        HandOffKind handOff,

        @JsonPropertyDescription(
                "How the machine comes to trust the API server; CABundle when absent: the hand-off carries the CA certificates.")
        @Nullable
        DiscoveryKind discovery,

        @JsonPropertyDescription("Bounds of the bootstrap token.") @Nullable
        TokenSettings token,

        @JsonPropertyDescription(
                "Seconds from creation until the request expires and everything unused is revoked; 86400 when absent. Raising it needs a new approval.")
        @Nullable
        Long deadlineSeconds,

        @JsonPropertyDescription("What the operator sets on the Node.") @Nullable
        NodeSettings node,

        @JsonPropertyDescription(
                "Who asks. If present it must be the user who creates the request or changes any field other than suspend.")
        @Nullable
        String requestedBy,

        @JsonPropertyDescription(
                "True: a live token is revoked, nothing is minted or approved until it is false again. The deadline runs on. Not part of what is approved.")
        @Nullable
        Boolean suspend) {}
