package dev.nodejoin.operator.plan;

import dev.nodejoin.policy.ban.Ban;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The index of banned names, as the admission policy nodejoin-banned-nodes reads it: one name a line, a line break before the
 * first and after the last, so that a name is found only as a whole.
 */
public final class BanIndexText {
    private BanIndexText() {}

    /** Empty if nobody is banned by name. */
    public static String of(List<Ban> bans, Instant now) {
        return bans.stream()
                .filter(ban -> ban.isInForce(now))
                .flatMap(ban -> ban.nodeName().stream())
                .sorted()
                .distinct()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining("\n"), names -> names.isEmpty() ? "" : "\n" + names + "\n"));
    }

    public static Set<String> names(String text) {
        return text.lines().filter(line -> !line.isEmpty()).collect(Collectors.toSet());
    }
}
