package dev.nodejoin.agent.cluster;

/** Sees every request as one line: method, path, status, duration. Never headers or bodies. */
@FunctionalInterface
public interface RequestTrace {
    RequestTrace SILENT = line -> {};

    void line(String line);
}
