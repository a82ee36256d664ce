package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.cri.RuntimeService;
import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.LocalNodeTree;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeLock;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.kubelet.CommandKubelet;
import dev.nodejoin.agent.kubelet.InitSystem;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.reset.MachineObserver;
import dev.nodejoin.agent.reset.PodRemoval;
import dev.nodejoin.agent.reset.Reset;
import dev.nodejoin.agent.reset.ResetConsole;
import dev.nodejoin.agent.reset.ResetPlan;
import dev.nodejoin.agent.reset.ResetRefusedException;
import dev.nodejoin.agent.reset.ResetStep;
import dev.nodejoin.agent.reset.SystemMounts;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code node-agent reset}: what {@code kubeadm reset} does for a worker, and takes away what our own join brought. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class,
        description = {
            "Takes this worker out of its cluster: stops the kubelet, unmounts what is mounted below /var/lib/kubelet,"
                    + " removes the containers of pods and deletes the files of the kubelet, of kubeadm and of the"
                    + " hand-off.",
            "The node's own key stays, so that the machine can join again with it, unless --forget-identity is given."
                    + " The Node object stays too."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; what could not be deleted was told",
            "1:ended before it was done: not confirmed, not root, a control plane, or a mount that can't be taken away",
            "2:the command line is wrong",
            "15:a file can't be read, or another node-agent is at work"
        })
final class ResetCommand implements Callable<Integer> {
    /** What kubeadm exits with too. */
    static final int NOT_DONE = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final RootDirectory root = new RootDirectory();

    @Mixin
    private final ResetOptions options = new ResetOptions();

    private InputStream answers = System.in;

    /** Where the answer to the question is read. */
    void answeredBy(InputStream input) {
        answers = input;
    }

    @Override
    public Integer call() {
        var order = options.order(spec.commandLine());
        var files = new LocalNodeFiles(root.path());
        var tree = new LocalNodeTree(root.path());
        var machine = new MachineObserver(files, tree).observe(isPrivileged(), options.criSocket());
        return carryOut(ResetPlan.of(order, machine), reset(files, tree), !order.dryRun() && machine.isPrivileged());
    }

    /** A dry run has nothing to lock, and whoever is no root could not. */
    private int carryOut(List<ResetStep> steps, Reset reset, boolean locked) {
        try {
            if (!locked) {
                reset.run(steps);
                return 0;
            }
            try (var _ = NodeLock.take(root.path())) {
                reset.run(steps);
            }
            return 0;
        } catch (ResetRefusedException e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            spec.commandLine().getErr().flush();
            return NOT_DONE;
        }
    }

    private Reset reset(NodeFiles files, LocalNodeTree tree) {
        var command = spec.commandLine();
        return new Reset(
                files,
                tree,
                kubelets(files),
                new SystemMounts(),
                new PodRemoval(RuntimeService::connect, new SystemClock()::steady),
                new ResetConsole(answers, command.getOut(), command.getErr()));
    }

    /** The units of systemd are those of the system that runs, which another root directory is not. */
    private List<KubeletService> kubelets(NodeFiles files) {
        var byCommand = new CommandKubelet(List.of(), root.path().resolve("var/log/kubelet.log"), files);
        return root.isHere() ? List.of(byCommand, InitSystem.detect().kubelet()) : List.of(byCommand);
    }

    /** Of another root directory whoever owns its files may dispose. */
    private boolean isPrivileged() {
        return !root.isHere() || CurrentUser.id() == 0;
    }
}
