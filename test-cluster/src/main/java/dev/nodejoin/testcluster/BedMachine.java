package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.Bed;
import dev.nodejoin.testcluster.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A machine of a bed. */
record BedMachine(Bed bed, String name, String address) implements Machine {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Override
    public CommandResult run(
            Duration deadline, Map<String, String> environment, byte[] standardInput, List<String> command) {
        var outcome = Subprocess.run(bed.program(name, environment, command), deadline, standardInput);
        return new CommandResult(command, outcome.exitCode(), outcome.output(), outcome.error());
    }

    @Override
    public Process start(List<String> command) {
        try {
            return bed.program(name, Map.of(), command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> hostCommand(String... command) {
        return bed.program(name, Map.of(), List.of(command)).command();
    }

    @Override
    public void write(String path, byte[] content, String posixPermissions) {
        var mode = octal(posixPermissions);
        run(SOON, Map.of(), content, List.of(Layout.BED_PROGRAM, "write", path, mode))
                .orThrow();
    }

    private static String octal(String posixPermissions) {
        PosixFilePermissions.fromString(posixPermissions); // refuses what is no mode
        var mode = 0;
        for (var letter : posixPermissions.toCharArray()) mode = mode << 1 | (letter == '-' ? 0 : 1);
        return Integer.toOctalString(mode);
    }

    @Override
    public byte[] read(String path) {
        var outcome = Subprocess.run(bed.program(name, Map.of(), List.of("cat", "--", path)), SOON);
        if (!outcome.succeeded()) {
            throw new UncheckedIOException(new IOException("%s: %s".formatted(name, outcome.said())));
        }
        return outcome.bytes();
    }

    @Override
    public boolean exists(String path) {
        return run("test", "-e", path).succeeded();
    }

    @Override
    public List<String> systemctlCalls() {
        // Each line starts with the time.
        return text("/var/log/systemctl.log")
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    @Override
    public void close() {
        bed.removeMachine(name);
    }

    String text(String path) {
        return new String(read(path), StandardCharsets.UTF_8);
    }

    /** Returns as soon as somebody listens there. */
    void awaitListener(String network, String address, Duration deadline) {
        run(
                        deadline.plus(SOON),
                        Map.of(),
                        new byte[0],
                        List.of(Layout.BED_PROGRAM, "await", network, address, deadline.toSeconds() + "s"))
                .orThrow();
    }
}
