package dev.nodejoin.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM that runs a program of this module. */
record OtherJvm(Process process) implements AutoCloseable {
    /** A {@link Holder}; {@code launcher} stands before the command: a program that starts another one. */
    static OtherJvm start(List<String> launcher, String classPath, Map<String, String> environment) {
        var builder = command(launcher, classPath, Holder.class).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return start(builder);
    }

    static OtherJvm start(String... launcher) {
        return start(List.of(launcher), System.getProperty("java.class.path"), Map.of());
    }

    static OtherJvm start(ProcessBuilder command) {
        try {
            return new OtherJvm(command.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs {@code main} on the classes of this JVM. */
    static ProcessBuilder command(List<String> launcher, Class<?> main, String... arguments) {
        return command(launcher, System.getProperty("java.class.path"), main, arguments);
    }

    private static ProcessBuilder command(List<String> launcher, String classPath, Class<?> main, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var words = new ArrayList<>(launcher);
        words.addAll(List.of(java, "-cp", classPath, main.getName()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words);
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // a JVM tells on standard error that it heeds them
        return builder;
    }

    /** What stands after {@code key} in the first line that starts with it. */
    String said(String key) {
        try {
            var seen = new ArrayList<String>();
            for (var line = process.inputReader().readLine();
                    line != null;
                    line = process.inputReader().readLine()) {
                if (line.startsWith(key + ": ")) return line.substring(key.length() + 2);
                seen.add(line);
            }
            throw new AssertionError("the other JVM did not say \"%s\", but %s".formatted(key, seen));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every process of its beds, as this host sees them. */
    List<ProcessHandle> descendants() {
        return process.descendants().collect(Collectors.toList());
    }

    void signal(String name, boolean wholeGroup) {
        var target = (wholeGroup ? "-" : "") + process.pid();
        try {
            new ProcessBuilder("kill", "-" + name, "--", target)
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Stream<ProcessHandle> alive(List<ProcessHandle> processes) {
        return processes.stream().filter(ProcessHandle::isAlive);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
