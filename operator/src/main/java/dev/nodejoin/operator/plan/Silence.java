package dev.nodejoin.operator.plan;

import java.time.Instant;

/**
 * No kubelet has renewed the Lease of a Node.
 *
 * @param since the latest renewal that is still silence
 */
public record Silence(String nodeName, Instant since) {}
