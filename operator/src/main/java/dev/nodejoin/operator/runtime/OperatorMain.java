package dev.nodejoin.operator.runtime;

import dev.nodejoin.operator.runtime.OperatorConfiguration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operator's command. */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        versionProvider = OperatorMain.Version.class,
        sortOptions = false,
        description = "Turns approved NodeJoinRequests into Nodes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:ended by SIGTERM", "1:could not start", "2:wrong flag or configuration"})
public final class OperatorMain implements Callable<Integer> {
    /** Read by logback.xml. */
    private static final String LOG_LEVEL = "nodejoin.log.level";

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file (YAML). Flags win over it.")
    private @Nullable Path config;

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAME",
            description = "Namespaces whose NodeJoinRequests are served (namespaces; default: nodejoin).")
    private @Nullable List<String> namespaces;

    @Option(
            names = "--api-server-endpoint",
            paramLabel = "HOST:PORT",
            description = "Address of the API server for machines (apiServer.endpoint; default: as in cluster-info).")
    private @Nullable String endpoint;

    @Option(
            names = "--api-server-ca-bundle-file",
            paramLabel = "FILE",
            description = "CA certificates of the API server (apiServer.caBundleFile; default: the Pod's).")
    private @Nullable String caBundleFile;

    @Option(
            names = "--http-address",
            paramLabel = "ADDRESS",
            description = "Where health and metrics are served (http.address; default: 0.0.0.0).")
    private @Nullable String httpAddress;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of health and metrics, 0 for any (http.port; default: 8080).")
    private @Nullable Integer httpPort;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig (kubeconfig; default: the Pod's ServiceAccount, else $KUBECONFIG).")
    private @Nullable String kubeconfig;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "trace, debug, info, warn or error (logLevel).")
    private @Nullable String logLevel;

    private final Termination termination;

    private OperatorMain(Termination termination) {
        this.termination = termination;
    }

    public static void main(String... arguments) {
        var termination = Termination.prepare();
        termination.exit(new CommandLine(new OperatorMain(termination))
                .setParameterExceptionHandler(OperatorMain::usageError)
                .execute(arguments));
    }

    private static int usageError(CommandLine.ParameterException e, String... arguments) {
        e.getCommandLine().getErr().println("error: " + e.getMessage() + ". See operator --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            var configuration = read().overriddenBy(flags());
            System.setProperty(LOG_LEVEL, configuration.effectiveLogLevel());
            start(configuration);
        } catch (ConfigurationException e) {
            return fail(
                    CommandLine.ExitCode.USAGE,
                    "%s: %s".formatted(config == null ? "configuration" : config, e.getMessage()));
        } catch (OperatorStartException e) {
            return fail(CommandLine.ExitCode.SOFTWARE, e.getMessage());
        } catch (RuntimeException e) {
            if (!termination.hasBegun()) throw e;
        }
        Termination.await();
        return CommandLine.ExitCode.OK;
    }

    private void start(OperatorConfiguration configuration) {
        var operator = NodeJoinOperator.prepare(configuration, failure -> Thread.startVirtualThread(this::broken));
        termination.closes(operator);
        operator.begin();
    }

    private void broken() {
        termination.exit(CommandLine.ExitCode.SOFTWARE);
    }

    private int fail(int exitCode, @Nullable String message) {
        if (!termination.hasBegun()) System.err.println("error: " + message);
        return exitCode;
    }

    private OperatorConfiguration read() {
        if (config == null) return OperatorConfiguration.empty();
        try {
            if (Files.size(config) > OperatorConfiguration.MAX_CHARACTERS)
                throw new ConfigurationException("larger than a configuration may be (1 MiB)");
            return OperatorConfiguration.parse(Files.readString(config));
        } catch (IOException e) {
            throw new ConfigurationException("can't be read: " + e);
        }
    }

    private OperatorConfiguration flags() {
        return new OperatorConfiguration(
                namespaces,
                new OperatorConfiguration.ApiServer(endpoint, caBundleFile),
                new OperatorConfiguration.Http(httpAddress, httpPort),
                kubeconfig,
                logLevel);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = OperatorMain.class.getPackage().getImplementationVersion();
            return new String[] {"operator " + (version == null ? "(development)" : version)};
        }
    }
}
