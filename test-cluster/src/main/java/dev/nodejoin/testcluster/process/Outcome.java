package dev.nodejoin.testcluster.process;

import java.nio.charset.StandardCharsets;

/** How a program ended, and what it said. */
public final class Outcome {
    private final int exitCode;
    private final byte[] output;
    private final byte[] error;

    Outcome(int exitCode, byte[] output, byte[] error) {
        this.exitCode = exitCode;
        this.output = output;
        this.error = error;
    }

    public int exitCode() {
        return exitCode;
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    public byte[] bytes() {
        return output.clone();
    }

    public String output() {
        return new String(output, StandardCharsets.UTF_8);
    }

    public String error() {
        return new String(error, StandardCharsets.UTF_8);
    }

    /** Everything that was said, for error messages. */
    public String said() {
        return (error() + output()).strip();
    }
}
