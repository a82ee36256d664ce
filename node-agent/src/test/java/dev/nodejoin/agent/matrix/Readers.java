package dev.nodejoin.agent.matrix;

import dev.nodejoin.agent.cli.ReadingAgent;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real kubeadm and the agent, each asked whether it takes a row. kubeadm is told to skip all phases: it then loads, defaults
 * and validates, and neither asks the network nor changes anything.
 *
 * @param folder where files for kubeadm are put
 */
record Readers(Path kubeadm, KubernetesVersion release, Path folder) {
    private static final String ALL_PHASES = "preflight,control-plane-prepare,check-etcd,kubelet-start,etcd-join,"
            + "kubelet-wait-bootstrap,control-plane-join,wait-control-plane";
    private static final long SECONDS = 30;

    /** What both said. */
    record Answer(Row row, String question, boolean kubeadm, boolean agent, String said) {
        boolean isEqual() {
            return kubeadm == agent;
        }
    }

    /** One answer, or two for a file that is good enough for {@code config validate} to be asked about it as well. */
    List<Answer> ask(Row row) {
        var kubeconfig = folder.resolve("discovery.conf");
        var words = new ArrayList<>(row.words(kubeconfig));
        var file = row.file(kubeconfig).map(this::file);
        file.ifPresent(path -> words.addAll(0, List.of("--config", path.toString())));
        var reading = ReadingAgent.join(release, words);
        var joins = joins(words);
        var answers = new ArrayList<Answer>();
        answers.add(new Answer(row, "join", joins, reading.isAccepted(), reading.toString()));
        if (row.strict() && joins) {
            var isStrict = reading.isAccepted() && reading.warnings().stream().noneMatch(Readers::isStrictnessError);
            answers.add(
                    new Answer(row, "config validate", validates(file.orElseThrow()), isStrict, reading.toString()));
        }
        return answers;
    }

    private static boolean isStrictnessError(String warning) {
        return warning.startsWith("unknown field ") || warning.startsWith("repeated field ");
    }

    private Path file(String text) {
        try {
            return Files.writeString(Files.createTempFile(folder, "join", ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean joins(List<String> words) {
        return run(Stream.concat(Stream.of("join", "--skip-phases=" + ALL_PHASES), words.stream()));
    }

    private boolean validates(Path file) {
        return run(Stream.of("config", "validate", "--config", file.toString()));
    }

    private boolean run(Stream<String> words) {
        try {
            var command = new ProcessBuilder(
                    Stream.concat(Stream.of(kubeadm.toString()), words).toList());
            var said = Files.createTempFile(folder, "said", "");
            command.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
            command.environment().put("KUBEADM_JOIN_DRYRUN_DIR", folder.toString());
            var process = command.start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("kubeadm did not end: " + command.command());
            }
            return process.exitValue() == 0 || hasGoneOn(Files.readString(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A control plane whose phases are all skipped makes kubeadm stumble over what they would have found out. */
    private static boolean hasGoneOn(String said) {
        return said.contains("panic: runtime error");
    }
}
