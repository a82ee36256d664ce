package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.plan.KubeletRelease;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The judgement of a machine: the checks that {@code kubeadm join} of 1.35 to 1.37 makes of a worker, in its order. All of them
 * are made, whatever the others find.
 */
public final class Preflight {
    /** Without these a kubelet can't mount, or kubeadm says so. */
    static final List<String> PROGRAMS = List.of("losetup", "mount", "cp");

    private final PreflightOrder order;
    private final MachineFacts facts;
    private final List<Finding> findings = new ArrayList<>();
    private List<String> report = List.of();

    private Preflight(PreflightOrder order, MachineFacts facts) {
        this.order = order;
        this.facts = facts;
    }

    /** The check IsPrivilegedUser, which comes before all others; of another root directory its owner may dispose. */
    public static PreflightReport ofUser(PreflightOrder order, long userId) {
        var findings = userId == 0 || !order.isSystem()
                ? List.<Finding>of()
                : List.of(Finding.error(
                        CheckNames.PRIVILEGED_USER, "user is not running as root", "run as root, with sudo say"));
        return new PreflightReport(order.ignored().applyTo(findings), List.of());
    }

    public static PreflightReport of(PreflightOrder order, MachineFacts facts) {
        var preflight = new Preflight(order, facts);
        preflight.check();
        return new PreflightReport(order.ignored().applyTo(preflight.findings), preflight.report);
    }

    private void check() {
        var files = new FileChecks(facts.files(), order.trust());
        add(files.kubeletConf());
        add(files.bootstrapKubeletConf());
        findings.addAll(RuntimeChecks.of(order.criSocket(), facts.runtime()));
        add(swap());
        PROGRAMS.stream()
                .filter(facts.missingPrograms()::contains)
                .map(Preflight::missing)
                .forEach(findings::add);
        verifySystem();
        findings.addAll(NodeNameCheck.of(order.nodeName(), facts.lookup()));
        add(KubeletChecks.version(facts.kubelet()));
        add(KubeletChecks.service(facts.unit()));
        add(KubeletChecks.port(facts.port(), files.mayHaveKubelet(order.ignored())));
        add(files.authorities(order.caCertPath()));
        add(NetworkChecks.proxy(order, facts.environment()));
        findings.addAll(NetworkChecks.forwarding(order, facts.forwarding()));
    }

    private void add(Optional<Finding> finding) {
        finding.ifPresent(findings::add);
    }

    /** Its first line is a heading. */
    private Optional<Finding> swap() {
        return facts.swaps()
                .filter(text -> text.lines().count() > 1)
                .map(text -> Finding.warning(
                        CheckNames.SWAP,
                        "swap is on, which a kubelet only takes with cgroups v2 and if it is configured for it",
                        "turn it off with 'swapoff -a' and in /etc/fstab, or set failSwapOn: false in the cluster's"
                                + " KubeletConfiguration"));
    }

    private static Finding missing(String program) {
        return Finding.error(
                CheckNames.program(program),
                program + " not found in system path",
                "install it (package mount, util-linux or coreutils), or mend the PATH");
    }

    /** Without the kubelet's version the check is not made, as with kubeadm. */
    private void verifySystem() {
        switch (facts.kubelet()) {
            case KubeletRelease.NotAsked notAsked -> verifySystem(Optional.empty());
            case KubeletRelease.Unknown(String why) -> unverified(why);
            case KubeletRelease.Known(var version) -> verifySystem(Optional.of(version));
        }
    }

    private void unverified(String why) {
        findings.add(Finding.error(
                CheckNames.SYSTEM_VERIFICATION, KubeletChecks.unknownVersion(why), KubeletChecks.INSTALL));
    }

    private void verifySystem(Optional<KubernetesVersion> kubelet) {
        var outcome = SystemVerification.of(facts.kernel(), kubelet);
        findings.addAll(outcome.findings());
        report = outcome.report();
    }
}
