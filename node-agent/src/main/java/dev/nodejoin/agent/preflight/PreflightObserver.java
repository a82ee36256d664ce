package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeRoot;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.kubelet.SearchPath;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.preflight.MachineFacts.NameLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a machine that is to join; changes nothing. */
public final class PreflightObserver {
    private static final Set<String> PROXY_VARIABLES = Set.of("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy");

    private final SystemFiles system;
    private final Map<String, String> environment;
    private final SearchPath programs;
    private final NodeFiles files;
    private final RuntimeProbe runtime;
    private final KernelObserver kernel;
    private final KubeletProbe kubelet;

    /**
     * A look at a machine.
     *
     * @param system the root directory of the running system, {@code /}
     * @param node the root directory of the node, where another is mounted
     * @param kubeletCommand that starts the kubelet, word by word; empty where a service manager does
     */
    public PreflightObserver(
            Path system,
            Map<String, String> environment,
            Path node,
            NodeFiles files,
            List<String> kubeletCommand,
            KubeletService service) {
        this.system = new SystemFiles(system);
        this.environment = Map.copyOf(environment);
        this.programs = SearchPath.of(system, environment);
        this.files = files;
        this.runtime = new RuntimeProbe(new NodeRoot(node));
        this.kernel = new KernelObserver(this.system, system.equals(node));
        this.kubelet = new KubeletProbe(kubeletCommand, service, programs);
    }

    /** The machine as it is now. What takes its time is looked at side by side. */
    public MachineFacts observe(PreflightOrder order) {
        try (var side = Executors.newVirtualThreadPerTaskExecutor()) {
            var answering = side.submit(() -> runtime.ask(order.socketPath()));
            var resolved = side.submit(() -> lookUp(order.nodeName()));
            var program = side.submit(kubelet::program);
            var unit = side.submit(kubelet::unit);
            return new MachineFacts(
                    existing(order.caCertPath()),
                    await(answering),
                    system.text("/proc/swaps"),
                    missingPrograms(),
                    kernel.observe(),
                    await(resolved),
                    await(program),
                    await(unit),
                    kubelet.port(),
                    texts(NetworkChecks.switches()),
                    proxyVariables());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the machine was looked at", e);
        }
    }

    private static NameLookup lookUp(String name) {
        try {
            InetAddress.getAllByName(name);
            return new NameLookup.Found();
        } catch (UnknownHostException e) {
            return new NameLookup.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, FileOnDisk> existing(String caCertPath) {
        var found = new HashMap<String, FileOnDisk>();
        Stream.of(NodePaths.KUBELET_CONF, NodePaths.BOOTSTRAP_KUBELET_CONF, caCertPath)
                .forEach(path -> files.read(path).ifPresent(file -> found.put(path, file)));
        return found;
    }

    private Set<String> missingPrograms() {
        return Preflight.PROGRAMS.stream()
                .filter(program -> !programs.has(program))
                .collect(Collectors.toSet());
    }

    private Map<String, String> texts(Stream<String> paths) {
        var found = new HashMap<String, String>();
        paths.forEach(path -> system.text(path).ifPresent(text -> found.put(path, text)));
        return found;
    }

    private Map<String, String> proxyVariables() {
        return environment.entrySet().stream()
                .filter(entry -> PROXY_VARIABLES.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
