package dev.nodejoin.agent.cluster;

import java.time.Instant;

/** Sees every request as one line (method, path, status, duration; never headers or bodies), and what time it is there. */
@FunctionalInterface
public interface RequestTrace {
    RequestTrace SILENT = line -> {};

    void line(String line);

    /** An answer said what the server's clock says (RFC 9110, field Date), to the second. */
    default void dated(Instant server) {}
}
