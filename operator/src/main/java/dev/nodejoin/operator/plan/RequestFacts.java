package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.UnrequestedOrigin;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A request as the API server stores it. */
public record RequestFacts(
        String namespace,
        String name,
        String uid,
        long generation,
        Instant createdAt,
        NodeJoinRequestSpec spec,
        NodeJoinRequestStatus status) {
    public String nodeName() {
        return Objects.requireNonNullElse(spec.nodeName(), "");
    }

    /** The machine that asked by itself, if this is a request of the inbox. */
    public Optional<UnrequestedOrigin> origin() {
        return Optional.ofNullable(spec.unrequested());
    }

    /** Id of the token that the machine asks with: the one it came with, else the newest that was minted. */
    public Optional<TokenId> askingToken() {
        return origin().isPresent()
                ? origin().flatMap(asked -> TokenId.ofUserName("system:bootstrap:" + asked.tokenID()))
                : tokenId();
    }

    /** Id of the newest token. A status that was tampered with may hold anything; what is no token id was not minted. */
    public Optional<TokenId> tokenId() {
        return Optional.ofNullable(status.token())
                .flatMap(token -> TokenId.ofUserName("system:bootstrap:" + token.id()));
    }
}
