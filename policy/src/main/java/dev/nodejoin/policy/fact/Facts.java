package dev.nodejoin.policy.fact;

import java.time.Instant;
import java.util.Optional;

/** Everything that a rule may look at. If it is not in here it can't influence the outcome. */
public record Facts(
        JoinFacts join,
        Optional<NodeView> node,
        Optional<TokenView> token,
        Optional<AskedCertificate> certificate,
        Instant now) {
    /** What is known before there is a token or a certificate signing request. */
    public static Facts of(JoinFacts join, Optional<NodeView> node, Instant now) {
        return new Facts(join, node, Optional.empty(), Optional.empty(), now);
    }

    public Facts with(Optional<TokenView> newToken, AskedCertificate asked) {
        return new Facts(join, node, newToken, Optional.of(asked), now);
    }
}
