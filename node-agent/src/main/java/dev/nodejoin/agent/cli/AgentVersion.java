package dev.nodejoin.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class AgentVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"node-agent " + number()};
    }

    private static String number() {
        try (var resource = Objects.requireNonNull(AgentVersion.class.getResourceAsStream("version.txt"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
