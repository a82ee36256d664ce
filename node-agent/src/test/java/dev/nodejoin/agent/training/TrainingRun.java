package dev.nodejoin.agent.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lets a program that is the agent join a {@link TrainingCluster}, and ends as it ended. */
final class TrainingRun {
    private static final int LONGEST_SECONDS = 60;
    private static final int NOT_ENDED = 1;

    private TrainingRun() {}

    /** {@code TrainingRun DIRECTORY COMMAND WORD...}: the directory gets the node's files and what the agent says. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        var directory = Path.of(arguments[0]);
        try (var cluster = TrainingCluster.start()) {
            var words = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
            words.addAll(cluster.joinArguments(directory.resolve("root").toString()));
            System.exit(run(words, Files.createDirectories(directory).resolve("said")));
        }
    }

    private static int run(List<String> words, Path said) throws IOException, InterruptedException {
        var process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return NOT_ENDED;
        }
        return process.exitValue();
    }
}
