package dev.nodejoin.operator.plan;

import dev.nodejoin.policy.ban.Suspect;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom a request is for, in the terms of bans. */
public final class Suspects {
    private Suspects() {}

    /** The Node's name, the pinned key and the first that was approved. */
    public static Suspect of(RequestFacts request) {
        var certificate = request.status().certificate();
        var claimed = Optional.ofNullable(certificate == null ? null : certificate.publicKeySHA256());
        var keys = Stream.concat(pinnedKey(request).stream(), claimed.stream()).collect(Collectors.toSet());
        return new Suspect(Set.of(request.nodeName()), keys);
    }

    private static Optional<String> pinnedKey(RequestFacts request) {
        try {
            return TokenPlanning.pinnedKey(request);
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }
}
