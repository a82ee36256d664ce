package dev.nodejoin.agent.cli;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.nodejoin.agent.cluster.HttpClusterConnections;
import dev.nodejoin.agent.cluster.HttpPublicConnections;
import dev.nodejoin.agent.cluster.RequestTrace;
import dev.nodejoin.agent.discovery.JoinSource;
import dev.nodejoin.agent.files.DryRunFiles;
import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeLock;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.join.ClockComparison;
import dev.nodejoin.agent.join.ClusterDiscovery;
import dev.nodejoin.agent.join.Join;
import dev.nodejoin.agent.join.KubeconfigOnNode;
import dev.nodejoin.agent.join.Limits;
import dev.nodejoin.agent.join.PreflightSteps;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.join.Transcript;
import dev.nodejoin.agent.kubelet.HttpKubeletHealth;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.agent.preflight.PreflightObserver;
import dev.nodejoin.agent.preflight.PreflightOrder;
import dev.nodejoin.agent.preflight.Trust;
import dev.nodejoin.agent.ticket.LocalText;
import dev.nodejoin.agent.ticket.TicketException;
import dev.nodejoin.agent.ticket.TicketSource;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    private static final Path SYSTEM = Path.of("/");

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
    private final KubeletStartOptions kubeletStart = new KubeletStartOptions();

    @Mixin
    private final KubeletOption kubelet = new KubeletOption();

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "The Node's name (default: the configuration's, else the host name).")
    private @Nullable String nodeName;

    @Option(
            names = "--cri-socket",
            paramLabel = "PATH",
            description =
                    "Where the container runtime listens (default: the configuration's, else the one that is found).")
    private @Nullable String criSocket;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            converter = ProxyOption.class,
            description = "An HTTP proxy on the way to the API server; those of the environment are ignored.")
    private @Nullable InetSocketAddress proxy;

    @Parameters(
            paramLabel = "HOST:PORT | -- COMMAND",
            arity = "0..*",
            description = "The API server, for discovery by a token; after -- the kubelet's command, word by word.")
    private List<String> positional = List.of();

    private UnaryOperator<NodeFiles> disk = UnaryOperator.identity();
    private RequestTrace trace = RequestTrace.SILENT;

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
        var arguments = arguments();
        var source = source(arguments);
        var configurations = configurations(arguments);
        warnOfForeign();
        var transcript =
                new Transcript(spec.commandLine().getOut(), spec.commandLine().getErr());
        trace = trace(transcript);
        var desk = desk(configurations, machineCheck(arguments, transcript), transcript);
        var ticket = desk.ticket(source);
        if (dryRun.isWanted(ticket.joinConfiguration())) {
            var directory = DryRunOption.directory();
            transcript.dryRun(directory, DryRunOption.DIRECTORY_VARIABLE);
            run(ticket, desk, arguments, new DryRunFiles(files(), directory), transcript);
        } else {
            try (var _ = NodeLock.take(root.path())) {
                run(ticket, desk, arguments, files(), transcript);
            }
        }
        return 0;
    }

    private JoinExtent extent(Optional<JoinConfiguration> join) {
        return phases.extent(join)
                .asDryRun(dryRun.isWanted(join))
                .keepingKubeconfig(
                        phases.isWaitAlone() || preflight.ignored(join).has(JoinExtent.KEEPS_KUBECONFIG));
    }

    /** A wait for a kubelet that runs can go by what the kubelet goes by. */
    private JoinSource named(JoinArguments arguments) {
        return phases.isWaitAlone() && arguments.endpoint().isEmpty() && !discovery.isGiven()
                ? new JoinSource.OnNode()
                : discovery.source(arguments.endpoint(), given());
    }

    private NodeFiles files() {
        return disk.apply(new LocalNodeFiles(root.path()));
    }

    private void run(Ticket ticket, TicketDesk desk, JoinArguments arguments, NodeFiles files, Transcript transcript) {
        var service = kubelet.service(arguments.kubeletCommand(), root, files);
        join(goal(ticket, files), desk.limits(ticket), files, service, transcript)
                .run();
    }

    JoinArguments arguments() {
        return typed(() ->
                JoinArguments.of(spec.commandLine().getParseResult().originalArgs(), positional, kubelet.hasCommand()));
    }

    JoinSource source(JoinArguments arguments) {
        return typed(() -> {
            foreign.requireWorker();
            phases.requireKnown();
            var _ = preflight.ignored(Optional.empty());
            return named(arguments);
        });
    }

    /** Names that no phase has, and checks beside all of them, are told before the cluster is looked for. */
    private void requireKnown(JoinConfiguration join) {
        var _ = extent(Optional.of(join));
        var _ = preflight.ignored(Optional.of(join));
    }

    private void warnOfForeign() {
        foreign.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    }

    /** The names of the options on the command line, without dashes. */
    private Set<String> given() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.longestName().replaceFirst("^--?", ""))
                .collect(toUnmodifiableSet());
    }

    /** What was typed wrong is an error of usage. */
    private <T> T typed(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedInputException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private MachineCheck machineCheck(JoinArguments arguments, Transcript transcript) {
        var files = files();
        var service = kubelet.service(arguments.kubeletCommand(), root, files);
        var look =
                new PreflightObserver(SYSTEM, System.getenv(), root.path(), files, arguments.kubeletCommand(), service);
        var steps = new PreflightSteps(CurrentUser::id, look::observe, new SystemClock(), transcript);
        return (join, trust) -> {
            if (prepared(() -> extent(join)).has(JoinPhase.PREFLIGHT)) {
                steps.run(prepared(() -> checkOrder(join, trust, files)));
            }
        };
    }

    /** What is known of the join before the cluster is. */
    private PreflightOrder checkOrder(Optional<JoinConfiguration> join, Trust trust, NodeFiles files) {
        var registration =
                JoinOrder.registration(join, filled(nodeName), filled(criSocket), hostname(), socketsFound(files));
        return new PreflightOrder(
                root.path().equals(SYSTEM),
                registration.name().orElseThrow(),
                registration.criSocket().orElseThrow(),
                JoinOrder.caCertPath(join),
                join.flatMap(configuration -> configuration.discovery().bootstrapToken()),
                trust,
                Optional.ofNullable(proxy)
                        .map(address -> "http://%s:%d".formatted(address.getHostString(), address.getPort())),
                preflight.ignored(join));
    }

    private TicketDesk desk(ConfigurationDesk configurations, MachineCheck machine, Transcript transcript) {
        return new TicketDesk(
                new TicketSource(System.in),
                configurations,
                discovery(file -> LocalText.read(file, Kubeconfig.MAX_BYTES), transcript),
                discovery(new KubeconfigOnNode(files()), transcript),
                limits,
                this::extent,
                machine,
                spec.commandLine().getErr());
    }

    private ClusterDiscovery discovery(Function<String, byte[]> kubeconfigs, Transcript transcript) {
        return new ClusterDiscovery(
                new HttpPublicConnections(Optional.ofNullable(proxy), trace),
                kubeconfigs,
                new SystemClock(),
                transcript);
    }

    ConfigurationDesk configurations(JoinArguments arguments) {
        return typed(() -> new ConfigurationDesk(
                filled(nodeName), filled(criSocket), () -> kubelet.release(arguments, root), this::requireKnown));
    }

    private static Optional<String> filled(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    private Join join(JoinGoal goal, Limits allowed, NodeFiles files, KubeletService service, Transcript transcript) {
        return new Join(
                goal,
                allowed,
                files,
                new NodeIdentity(files, new SecureRandom()),
                new HttpClusterConnections(goal.server(), goal.authorities(), Optional.ofNullable(proxy), trace),
                service,
                new HttpKubeletHealth(),
                new SystemClock(),
                ZoneId.systemDefault(),
                transcript);
    }

    private JoinGoal goal(Ticket read, NodeFiles files) {
        return prepared(() -> {
            var order = new JoinOrder(read, filled(nodeName), filled(criSocket), hostname(), socketsFound(files));
            return kubeletStart
                    .over(order.goal(), read.joinConfiguration(), read.patches())
                    .within(extent(read.joinConfiguration()));
        });
    }

    /** What a ticket or a file asks for that can't be done is no error of usage. */
    private static <T> T prepared(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedInputException e) {
            throw new TicketException("the join can't be prepared: " + e.getMessage(), e);
        }
    }

    private static List<String> socketsFound(NodeFiles files) {
        return CriSockets.KNOWN.stream().filter(files::isListening).toList();
    }

    private RequestTrace trace(Transcript transcript) {
        AgentCommand agent = spec.root().commandLine().getCommand();
        var lines = Optional.of(spec.commandLine().getErr()).filter(err -> agent.isVerbose());
        return new RequestLog(lines, new ClockComparison(new SystemClock(), transcript));
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"));
        } catch (IOException e) {
            throw new TicketException("the host name can't be read; give the node's name with --node-name", e);
        }
    }
}
