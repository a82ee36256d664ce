package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.cluster.HttpClusterConnections;
import dev.nodejoin.agent.cluster.RequestTrace;
import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeLock;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.join.Join;
import dev.nodejoin.agent.join.Limits;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.join.Transcript;
import dev.nodejoin.agent.kubelet.CommandKubelet;
import dev.nodejoin.agent.kubelet.HttpKubeletHealth;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.kubelet.SystemdKubelet;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.agent.ticket.TicketException;
import dev.nodejoin.agent.ticket.TicketSource;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code node-agent join}: what {@code kubeadm join} does for a worker, from a ticket. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class,
        description = {
            "Joins this machine as a worker: makes the node's key, asks for its certificate, writes the kubelet's files,"
                    + " starts the kubelet and waits until the Node is registered.",
            "A run that was interrupted is taken up by the next one; nothing has to be reset."
        })
final class JoinCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private AgentCommand agent;

    @Mixin
    private final RootDirectory root = new RootDirectory();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Option(
            names = "--ticket",
            paramLabel = "DIR|FILE|-",
            required = true,
            description =
                    "The hand-off: a directory with files named like the Secret's keys, a file with the Secret (YAML or"
                            + " JSON) or its kubeconfig, or - for such a file on standard input. Refused if others may read or"
                            + " change it: chmod 600.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String ticket;

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "The Node's name (default: the ticket's, else the host name).")
    private @Nullable String nodeName;

    @Option(
            names = "--cri-socket",
            paramLabel = "PATH",
            description = "Where the container runtime listens (default: the ticket's, else the one that is found).")
    private @Nullable String criSocket;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            converter = ProxyOption.class,
            description = "An HTTP proxy on the way to the API server; those of the environment are ignored.")
    private @Nullable InetSocketAddress proxy;

    @Option(
            names = "--kubelet-command",
            description = "Start the kubelet by the command that follows -- instead of systemd. It gets the flags of"
                    + " kubeadm-flags.env in place of the word " + CommandKubelet.FLAGS_WORD + ", else at its end; its"
                    + " output goes to /var/log/kubelet.log.")
    private boolean hasKubeletCommand;

    @Parameters(paramLabel = "-- COMMAND", arity = "0..*", description = "The kubelet's command, word by word.")
    private List<String> kubeletCommand = List.of();

    private UnaryOperator<NodeFiles> disk = UnaryOperator.identity();

    /** Puts something between a join and its files. */
    void through(UnaryOperator<NodeFiles> decoration) {
        disk = decoration;
    }

    @Override
    public Integer call() {
        if (hasKubeletCommand == kubeletCommand.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "a kubelet command is given as: --kubelet-command -- COMMAND ARGUMENT...");
        }
        try (var _ = NodeLock.take(root.path())) {
            var read = new TicketSource(System.in).read(ticket);
            warnings(read).forEach(this::warn);
            var files = disk.apply(new LocalNodeFiles(root.path()));
            join(goal(read, files), limits.over(Limits.of(timeouts(read))), files)
                    .run();
        }
        return 0;
    }

    private Join join(JoinGoal goal, Limits allowed, NodeFiles files) {
        return new Join(
                goal,
                allowed,
                files,
                new NodeIdentity(files, new SecureRandom()),
                new HttpClusterConnections(goal.server(), goal.authorities(), Optional.ofNullable(proxy), trace()),
                kubelet(files),
                new HttpKubeletHealth(),
                new SystemClock(),
                ZoneId.systemDefault(),
                new Transcript(spec.commandLine().getOut(), spec.commandLine().getErr()));
    }

    private JoinGoal goal(Ticket read, NodeFiles files) {
        try {
            return new JoinOrder(
                            read,
                            Optional.ofNullable(nodeName),
                            Optional.ofNullable(criSocket),
                            hostname(),
                            CriSockets.KNOWN.stream().filter(files::isSocket).toList())
                    .goal();
        } catch (MalformedInputException e) {
            throw new TicketException("the join can't be prepared: " + e.getMessage(), e);
        }
    }

    private static List<String> warnings(Ticket read) {
        return read.joinConfiguration().map(JoinConfiguration::warnings).orElse(List.of());
    }

    private void warn(String warning) {
        spec.commandLine().getErr().println("warning: " + HandOff.JOIN_CONFIGURATION + ": " + warning);
    }

    private static Timeouts timeouts(Ticket read) {
        return read.joinConfiguration().map(JoinConfiguration::timeouts).orElse(Timeouts.DEFAULTS);
    }

    private KubeletService kubelet(NodeFiles files) {
        return hasKubeletCommand
                ? new CommandKubelet(kubeletCommand, root.path().resolve("var/log/kubelet.log"), files)
                : new SystemdKubelet();
    }

    private RequestTrace trace() {
        var err = spec.commandLine().getErr();
        return agent.isVerbose() ? line -> err.println("[request] " + line) : RequestTrace.SILENT;
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"));
        } catch (IOException e) {
            throw new TicketException("the host name can't be read; give the node's name with --node-name", e);
        }
    }
}
