package dev.nodejoin.agent.kubelet;

import dev.nodejoin.agent.plan.PlainText;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short-lived program: run by its argument list, without a shell, with an end to its time and to its output. */
public final class Program {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int LARGEST_OUTPUT = 64 << 10;

    private Program() {}

    public record Outcome(List<String> command, int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }

        public String complaint() {
            return "\"%s\" ended with exit code %d: %s"
                    .formatted(String.join(" ", command), exitCode, PlainText.of(output.strip()));
        }
    }

    /** Throws {@link KubeletException} if the program can't be started or does not end. */
    public static Outcome run(String... command) {
        var argv = List.of(command);
        try {
            var process = new ProcessBuilder(argv)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .start();
            var output = CompletableFuture.supplyAsync(() -> firstOf(process));
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new KubeletException(
                        "\"%s\" did not end within %d s".formatted(String.join(" ", argv), LONGEST.toSeconds()), null);
            }
            return new Outcome(argv, process.exitValue(), output.join());
        } catch (IOException e) {
            throw new KubeletException("\"%s\" can't be run: %s".formatted(argv.getFirst(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeletException("interrupted while \"%s\" ran".formatted(argv.getFirst()), e);
        }
    }

    /** Reads on beyond what is kept, so that the program never waits for a reader. */
    private static String firstOf(Process process) {
        try (var output = process.getInputStream()) {
            var kept = output.readNBytes(LARGEST_OUTPUT);
            output.skip(Long.MAX_VALUE);
            return new String(kept, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
