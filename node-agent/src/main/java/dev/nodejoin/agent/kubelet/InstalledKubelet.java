package dev.nodejoin.agent.kubelet;

import dev.nodejoin.agent.plan.KubeletRelease;
import java.nio.file.Path;
import java.util.List;

/** The kubelet that is installed on this machine, which tells the release of Kubernetes that the machine is meant for. */
public final class InstalledKubelet {
    private static final String NAME = "kubelet";

    private InstalledKubelet() {}

    /**
     * Asks it for its release.
     *
     * @param command that starts the kubelet, word by word; empty where a service manager does
     */
    public static KubeletRelease release(List<String> command) {
        var program = command.isEmpty() ? NAME : command.getFirst();
        return Path.of(program).endsWith(NAME) ? release(program) : new KubeletRelease.NotAsked();
    }

    private static KubeletRelease release(String program) {
        try {
            var outcome = Program.run(program, "--version");
            return outcome.succeeded()
                    ? KubeletRelease.read(outcome.output())
                    : new KubeletRelease.Unknown(outcome.complaint());
        } catch (KubeletException e) {
            return new KubeletRelease.Unknown(String.valueOf(e.getMessage()));
        }
    }
}
