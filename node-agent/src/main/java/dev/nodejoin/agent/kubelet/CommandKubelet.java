package dev.nodejoin.agent.kubelet;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.NodePaths;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kubelet that is started by a command, where there is no service manager. It outlives the agent; which process it is is
 * written down, so that the next run can stop it or leave it running, but not start a second one.
 */
public final class CommandKubelet implements KubeletService {
    /** A word of the command that the flags take the place of, as in a systemd unit; without it they come last. */
    public static final String FLAGS_WORD = "$KUBELET_KUBEADM_ARGS";

    /** Where the process is written down. */
    public static final String RECORD = NodePaths.RUN + "/kubelet.process";

    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final List<String> command;
    private final Path log;
    private final NodeFiles files;
    private @Nullable Process started;

    public CommandKubelet(List<String> command, Path log, NodeFiles files) {
        this.command = List.copyOf(command);
        this.log = log;
        this.files = files;
    }

    @Override
    public Optional<String> stop() {
        return recorded().flatMap(CommandKubelet::end);
    }

    @Override
    public Optional<String> start(List<String> flags) {
        stop().ifPresent(complaint -> {
            throw new KubeletException(complaint, null);
        });
        try {
            Files.createDirectories(log.resolveSibling("."));
            started = new ProcessBuilder(withFlags(command, flags))
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new KubeletException("\"%s\" can't be run: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
        files.write(RECORD, describe(started.toHandle()) + "\n", FileMode.PUBLIC);
        return Optional.empty();
    }

    /** A command that ends well may have put the kubelet into the background. */
    @Override
    public Optional<String> endedEarly() {
        return Optional.ofNullable(started)
                .filter(process -> !process.isAlive() && process.exitValue() != 0)
                .map(process -> "the kubelet command \"%s\" ended with exit code %d, see %s"
                        .formatted(command.getFirst(), process.exitValue(), log));
    }

    @Override
    public boolean isRunning() {
        return recorded().isPresent();
    }

    @Override
    public boolean isResolvedActive() {
        return false;
    }

    static List<String> withFlags(List<String> command, List<String> flags) {
        if (!command.contains(FLAGS_WORD)) {
            return Stream.concat(command.stream(), flags.stream()).toList();
        }
        return command.stream()
                .flatMap(word -> word.equals(FLAGS_WORD) ? flags.stream() : Stream.of(word))
                .toList();
    }

    private Optional<ProcessHandle> recorded() {
        return files.read(RECORD)
                .map(FileOnDisk::content)
                .map(String::strip)
                .flatMap(line -> ProcessHandle.allProcesses()
                        .filter(process -> describe(process).equals(line))
                        .findFirst());
    }

    /** The number alone is used again by the system; with the time of its start it is one process. */
    private static String describe(ProcessHandle process) {
        return "%d %d"
                .formatted(
                        process.pid(),
                        process.info()
                                .startInstant()
                                .map(start -> start.toEpochMilli())
                                .orElse(0L));
    }

    private static Optional<String> end(ProcessHandle process) {
        process.destroy();
        if (isGone(process)) {
            return Optional.empty();
        }
        process.destroyForcibly();
        return isGone(process)
                ? Optional.empty()
                : Optional.of("the kubelet that an earlier run started (process %d) can't be stopped"
                        .formatted(process.pid()));
    }

    private static boolean isGone(ProcessHandle process) {
        try {
            process.onExit().get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
