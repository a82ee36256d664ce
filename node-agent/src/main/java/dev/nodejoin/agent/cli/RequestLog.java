package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.cluster.RequestTrace;
import dev.nodejoin.agent.join.ClockComparison;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;

/** What a run makes of its requests: lines for who asked for them, and a look at the clock. */
final class RequestLog implements RequestTrace {
    private final Optional<PrintWriter> lines;
    private final ClockComparison clock;

    RequestLog(Optional<PrintWriter> lines, ClockComparison clock) {
        this.lines = lines;
        this.clock = clock;
    }

    @Override
    public void line(String line) {
        lines.ifPresent(out -> out.println("[request] " + line));
    }

    @Override
    public void dated(Instant server) {
        clock.with(server);
    }
}
