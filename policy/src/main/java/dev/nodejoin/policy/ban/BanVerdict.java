package dev.nodejoin.policy.ban;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether somebody is banned. */
public sealed interface BanVerdict {
    /** By none. */
    record Free() implements BanVerdict {}

    /** By all of these. */
    record Banned(List<Ban> bans) implements BanVerdict {
        public Banned {
            bans = List.copyOf(bans);
        }

        /** By which bans, until when and why, in one line. */
        public String message() {
            return bans.stream().map(Ban::text).collect(Collectors.joining("; ", "Banned by ", ""));
        }

        /** When the verdict has to be looked at again. */
        public Optional<Instant> firstEnd() {
            return bans.stream().flatMap(ban -> ban.until().stream()).min(Comparator.naturalOrder());
        }
    }
}
