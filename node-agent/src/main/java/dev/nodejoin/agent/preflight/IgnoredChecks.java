package dev.nodejoin.agent.preflight;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checks whose errors only warn.
 *
 * @param names in lower case; {@code all} alone stands for every check
 */
public record IgnoredChecks(Set<String> names) {
    public static final IgnoredChecks NONE = new IgnoredChecks(Set.of());

    private static final String ALL = "all";

    public IgnoredChecks {
        names = Set.copyOf(names);
    }

    /**
     * Those of the flag and those of the configuration together, as with kubeadm; throws {@link MalformedInputException} if
     * {@code all} is not alone.
     *
     * @param byConfiguration in lower case, as {@link NodeRegistration} keeps them
     */
    public static IgnoredChecks of(Collection<String> byFlag, Collection<String> byConfiguration) {
        var lowered = byFlag.stream().map(name -> name.toLowerCase(Locale.ROOT));
        var names = Stream.concat(lowered, byConfiguration.stream()).collect(Collectors.toSet());
        if (names.contains(ALL) && names.size() > 1) {
            throw new MalformedInputException(
                    ("--ignore-preflight-errors and nodeRegistration.ignorePreflightErrors name all and single checks"
                                    + " (%s); give either")
                            .formatted(String.join(", ", names.stream().sorted().toList())));
        }
        return new IgnoredChecks(names);
    }

    /** Whether errors of the check of that name only warn. */
    public boolean has(String check) {
        return names.contains(ALL) || names.contains(check.toLowerCase(Locale.ROOT));
    }

    List<Finding> applyTo(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.ignorable() && has(finding.check()) ? finding.asWarning() : finding)
                .toList();
    }
}
