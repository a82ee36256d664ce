package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.cluster.RequestTrace;
import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.join.ClockComparison;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.join.Transcript;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.agent.ticket.TicketSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code node-agent join}: what {@code kubeadm join} does for a worker, from a ticket or by kubeadm's own flags. */
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

    @Mixin
    private final PhaseOptions phases;

    @Mixin
    private final PreflightOptions preflight = new PreflightOptions();

    @Mixin
    private final DryRunOption dryRun = new DryRunOption();

    @Mixin
    private final RootDirectory root = new RootDirectory();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Mixin
    private final DiscoveryOptions discovery = new DiscoveryOptions();

    @Mixin
    private final ForeignOptions foreign = new ForeignOptions();

    @Mixin
    private final NodeOptions node = new NodeOptions();

    @Mixin
    private final ConnectionOptions connections = new ConnectionOptions();

    @Mixin
    private final KubeletStartOptions kubeletStart = new KubeletStartOptions();

    @Mixin
    private final KubeletOption kubelet = new KubeletOption();

    @Parameters(
            paramLabel = "HOST:PORT | -- COMMAND",
            arity = "0..*",
            description = "The API server, for discovery by a token; after -- the kubelet's command, word by word.")
    private List<String> positional = List.of();

    private UnaryOperator<NodeFiles> disk = UnaryOperator.identity();

    /** A whole join. */
    JoinCommand() {
        this(Optional.empty());
    }

    /** One phase of a join. */
    JoinCommand(JoinPhase phase) {
        this(Optional.of(phase));
    }

    private JoinCommand(Optional<JoinPhase> phase) {
        phases = new PhaseOptions(phase);
    }

    /** Puts something between a join and its files. */
    void through(UnaryOperator<NodeFiles> decoration) {
        disk = decoration;
    }

    @Override
    public Integer call() {
        PhaseCommand.requireNothingBefore(spec.commandLine());
        if (phases.isOfControlPlanes()) {
            phases.saySo(spec.commandLine().getOut());
            return 0;
        }
        var words = words();
        var arguments = words.arguments();
        var source = words.source(arguments);
        var configurations = words.configurations(arguments);
        words.warnOfForeign();
        join(source, configurations, arguments.kubeletCommand());
        return 0;
    }

    JoinWords words() {
        return new JoinWords(spec.commandLine(), positional, discovery, foreign, node, wanted(), kubelet, root);
    }

    private WantedExtent wanted() {
        return new WantedExtent(phases, preflight, dryRun);
    }

    private void join(JoinSource source, ConfigurationDesk configurations, List<String> kubeletCommand) {
        var console = spec.commandLine();
        var transcript = new Transcript(console.getOut(), console.getErr());
        var trace = trace(transcript);
        var machine = new LocalMachine(disk.apply(new LocalNodeFiles(root.path())));
        var prepared = prepared(source, configurations, kubeletCommand, machine, trace, transcript);
        new JoinExecution(
                        root,
                        machine,
                        node,
                        wanted(),
                        files -> kubelet.service(kubeletCommand, root, files),
                        kubeletStart.bootstrap(),
                        connections,
                        trace,
                        transcript)
                .run(prepared, limits.of(prepared.configuration()));
    }

    private PreparedJoin prepared(
            JoinSource source,
            ConfigurationDesk configurations,
            List<String> kubeletCommand,
            LocalMachine machine,
            RequestTrace trace,
            Transcript transcript) {
        try (var cluster = connections.withoutCredentials(trace)) {
            return new TicketDesk(
                            new TicketSource(System.in),
                            configurations,
                            ConnectionOptions.discovery(source, machine, cluster, transcript),
                            limits,
                            wanted(),
                            kubeletStart,
                            new PreflightCheck(
                                    root, machine, node, wanted(), connections, kubeletCommand, kubelet, transcript),
                            spec.commandLine().getErr())
                    .prepare(source);
        }
    }

    private RequestTrace trace(Transcript transcript) {
        AgentCommand agent = spec.root().commandLine().getCommand();
        var lines = Optional.of(spec.commandLine().getErr()).filter(err -> agent.isVerbose());
        return new RequestLog(lines, new ClockComparison(new SystemClock(), transcript));
    }
}
