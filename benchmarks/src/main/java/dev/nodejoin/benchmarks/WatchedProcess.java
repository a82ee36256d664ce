package dev.nodejoin.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of a machine, as this host's {@code /proc} shows it: looked for once a command was started, and looked at until
 * it is gone. What is read last, a few milliseconds before its end, is what is told.
 */
final class WatchedProcess {
    private static final Path PROC = Path.of("/proc");
    private static final String PEAK = "VmHWM:";
    private static final double KIBIBYTES = 1024;

    /** What {@code /proc/PID/stat} counts processor time in: USER_HZ, which is 100 on every architecture of Linux. */
    private static final double TICKS = 100;

    private final String name;
    private final String argument;
    private Optional<Path> directory = Optional.empty();
    private double peakMebibytes;
    private double processorSeconds;

    /**
     * Of the processes with that name, the one with that argument.
     *
     * @param argument no other process of the name has it
     */
    WatchedProcess(String name, String argument) {
        this.name = name;
        this.argument = argument;
    }

    void look() {
        if (directory.isEmpty()) directory = find();
        directory.ifPresent(this::read);
    }

    /** Throws {@link IllegalStateException} if the process was never seen: no memory at all would be a fine figure. */
    double peakMebibytes() {
        if (peakMebibytes == 0) {
            throw new IllegalStateException("no process %s with %s was seen".formatted(name, argument));
        }
        return peakMebibytes;
    }

    double processorSeconds() {
        return processorSeconds;
    }

    private Optional<Path> find() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) if (isMeant(process)) return Optional.of(process);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isMeant(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip().equals(name)
                    && Files.readString(process.resolve("cmdline")).contains("\0" + argument + "\0");
        } catch (IOException gone) {
            return false;
        }
    }

    private void read(Path process) {
        try {
            Files.readAllLines(process.resolve("status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .forEach(line -> peakMebibytes = Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES);
            var stat = Files.readString(process.resolve("stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            processorSeconds = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        } catch (IOException gone) {
            // what was read before stands
        }
    }
}
