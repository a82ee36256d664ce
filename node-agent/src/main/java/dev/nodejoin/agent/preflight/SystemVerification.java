package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.preflight.CgroupCheck.Version;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The check SystemVerification: kernel, operating system and cgroups, by the rules of k8s.io/system-validators 1.12, which
 * kubeadm of 1.35 to 1.37 has.
 */
final class SystemVerification {
    private static final Pattern SUPPORTED_RELEASE =
            Pattern.compile("5\\.4.*|5\\.10.*|5\\.15.*|([6-9]|[1-9][0-9]+)\\.[0-9]+\\.[0-9]+.*");

    private final List<Finding> findings = new ArrayList<>();
    private final List<String> report = new ArrayList<>();
    private final KernelFacts kernel;

    private SystemVerification(KernelFacts kernel) {
        this.kernel = kernel;
    }

    /**
     * What there is to say, and for errors the details that kubeadm prints with them.
     *
     * @param kubelet the kubelet's version, which decides on cgroups v1; absent if it can't be told
     */
    static Outcome of(KernelFacts kernel, Optional<KubernetesVersion> kubelet) {
        var verification = new SystemVerification(kernel);
        verification.verify(kubelet);
        var failed = verification.findings.stream().anyMatch(Finding::isError);
        return new Outcome(verification.findings, failed ? verification.report : List.of());
    }

    /**
     * What came of it.
     *
     * @param report a line for each detail; nothing unless something is wrong
     */
    record Outcome(List<Finding> findings, List<String> report) {
        Outcome {
            findings = List.copyOf(findings);
            report = List.copyOf(report);
        }
    }

    private void verify(Optional<KubernetesVersion> kubelet) {
        var version = Version.of(kernel);
        checkRelease();
        checkConfiguration(version);
        checkSystem();
        switch (version) {
            case NONE ->
                error(
                        "no cgroup file system is mounted",
                        "mount cgroups v2 at /sys/fs/cgroup, as systemd does at boot");
            case V1 -> checkV1(kubelet);
            case V2 -> checkControllers(version);
        }
    }

    private void checkRelease() {
        report.add("KERNEL_VERSION: " + kernel.release());
        if (!SUPPORTED_RELEASE.matcher(kernel.release()).matches()) {
            warning(
                    "kernel release %s is unsupported".formatted(kernel.release()),
                    "use 5.4, 5.10, 5.15 or 6.x and newer; for cgroups v2 at least 5.10");
        }
    }

    private void checkConfiguration(Version cgroups) {
        switch (kernel.config()) {
            case KernelFacts.Config.Missing(String why) ->
                error(
                        "the kernel's configuration can't be read: " + why,
                        "install it as /boot/config-" + kernel.release());
            case KernelFacts.Config.Found(var lines) -> {
                var missing = KernelConfigCheck.missing(lines, cgroups == Version.V2, report);
                if (!missing.isEmpty()) {
                    error(
                            "the kernel was built without " + String.join(" ", missing),
                            "use a kernel that has these, as those of the common distributions do");
                }
            }
        }
    }

    private void checkSystem() {
        report.add("OS: " + kernel.system());
        if (!kernel.system().equals("Linux")) {
            error("unsupported operating system: " + kernel.system(), "join a machine that runs Linux");
        }
    }

    /** Missing controllers take the place of the complaint about the version, as in kubeadm. */
    private void checkV1(Optional<KubernetesVersion> kubelet) {
        var missing = checkControllers(Version.V1);
        var text = "this machine has cgroups v1, which kubelets of 1.35 and newer refuse by default";
        var remedy =
                "boot it with cgroups v2 (systemd.unified_cgroup_hierarchy=1); to stay with v1, set failCgroupV1: false"
                        + " in the cluster's KubeletConfiguration and ignore this check";
        if (kubelet.filter(version -> version.isAtLeast(1, 35)).isEmpty()) {
            warning(text, remedy);
        } else if (!missing) {
            error(text, remedy);
        }
    }

    /** Whether any is missing that has to be there. */
    private boolean checkControllers(Version version) {
        var required = CgroupCheck.missingRequired(kernel, version);
        var optional = CgroupCheck.missingOptional(kernel, version);
        CgroupCheck.describe(kernel, version).forEach(report::add);
        if (!required.isEmpty()) {
            error(
                    "missing required cgroups: " + String.join(" ", required),
                    "enable these controllers on the kernel's command line (cgroup_enable=…) and reboot");
        }
        if (!optional.isEmpty()) {
            warning(
                    "missing optional cgroups: " + String.join(" ", optional),
                    "nothing has to be done unless pods shall be limited in these");
        }
        return !required.isEmpty();
    }

    private void warning(String text, String remedy) {
        findings.add(Finding.warning(CheckNames.SYSTEM_VERIFICATION, text, remedy));
    }

    private void error(String text, String remedy) {
        findings.add(Finding.error(CheckNames.SYSTEM_VERIFICATION, text, remedy));
    }
}
