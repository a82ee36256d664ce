package dev.nodejoin.agent.reset;

import java.util.Locale;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param force nobody is asked
 * @param dryRun everything is told and nothing done
 * @param certificates the directory of certificates, whose contents go
 * @param withTemporary whether the contents of {@code /etc/kubernetes/tmp} go too
 * @param forgetIdentity whether the node's own key goes too
 * @param ignoredChecks names of preflight checks that only warn, in lower case; {@code all} for all
 */
public record ResetOrder(
        boolean force,
        boolean dryRun,
        String certificates,
        boolean withTemporary,
        boolean forgetIdentity,
        Set<ResetPhase> skipped,
        Set<String> ignoredChecks) {
    public ResetOrder {
        skipped = Set.copyOf(skipped);
        ignoredChecks = Set.copyOf(ignoredChecks);
    }

    boolean ignores(String check) {
        return ignoredChecks.contains("all") || ignoredChecks.contains(check.toLowerCase(Locale.ROOT));
    }
}
