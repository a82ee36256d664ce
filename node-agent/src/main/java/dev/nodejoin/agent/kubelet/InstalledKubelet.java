package dev.nodejoin.agent.kubelet;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.Optional;

/** The kubelet that is installed on this machine, which tells the release of Kubernetes that the machine is meant for. */
public final class InstalledKubelet {
    private static final String PREFIX = "Kubernetes ";

    private InstalledKubelet() {}

    /**
     * What the program says of itself; empty if it is not there or says something else.
     *
     * @param program its name or path
     */
    public static Optional<KubernetesVersion> version(String program) {
        try {
            return version(Program.run(program, "--version"));
        } catch (KubeletException notThere) {
            return Optional.empty();
        }
    }

    private static Optional<KubernetesVersion> version(Program.Outcome outcome) {
        var text = outcome.output().strip();
        if (!outcome.succeeded() || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(KubernetesVersion.parse(text.substring(PREFIX.length())));
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }
}
