package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.kubelet.CommandKubelet;
import dev.nodejoin.agent.kubelet.InitSystem;
import dev.nodejoin.agent.kubelet.InstalledKubelet;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says how the kubelet is started. */
final class KubeletOption {
    @Option(
            names = "--kubelet-command",
            description =
                    "Start the kubelet by the command that follows -- instead of the init system. It gets the flags of"
                            + " kubeadm-flags.env in place of the word " + CommandKubelet.FLAGS_WORD
                            + ", else at its end; its output goes to /var/log/kubelet.log.")
    private boolean hasCommand;

    boolean hasCommand() {
        return hasCommand;
    }

    KubeletService service(List<String> command, RootDirectory root, NodeFiles files) {
        return hasCommand
                ? new CommandKubelet(command, root.path().resolve("var/log/kubelet.log"), files)
                : InitSystem.detect().kubelet();
    }

    /** The release of the kubelet that will be started; empty where it is not known which one that is. */
    Optional<KubernetesVersion> release(JoinArguments arguments, RootDirectory root) {
        return hasCommand || root.isHere()
                ? InstalledKubelet.release(arguments.kubeletCommand()).known()
                : Optional.empty();
    }
}
