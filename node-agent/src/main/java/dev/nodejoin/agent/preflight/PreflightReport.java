package dev.nodejoin.agent.preflight;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of the checks, after what is ignored was made a warning.
 *
 * @param findings in the order of the checks
 * @param details lines about the system, if it failed its verification
 */
public record PreflightReport(List<Finding> findings, List<String> details) {
    public PreflightReport {
        findings = List.copyOf(findings);
        details = List.copyOf(details);
    }

    /** The lines about warnings, as kubeadm writes them, each with its remedy. */
    public List<String> warnings() {
        return findings.stream()
                .filter(finding -> !finding.isError())
                .map(Finding::line)
                .toList();
    }

    /** The lines that kubeadm prints if the join can't go on, each error with its remedy; nothing if it can. */
    public List<String> errors() {
        var errors =
                findings.stream().filter(Finding::isError).map(Finding::line).toList();
        if (errors.isEmpty()) {
            return List.of();
        }
        return List.of(
                "[preflight] Some fatal errors occurred:",
                String.join("\n", errors),
                "[preflight] If you know what you are doing, you can make a check non-fatal with"
                        + " `--ignore-preflight-errors=...`");
    }

    /** The names of the checks that stop the join, each once. */
    public String failedChecks() {
        return findings.stream()
                .filter(Finding::isError)
                .map(Finding::check)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
