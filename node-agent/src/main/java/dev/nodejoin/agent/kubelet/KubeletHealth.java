package dev.nodejoin.agent.kubelet;

/** Asks a kubelet whether it is healthy. */
@FunctionalInterface
public interface KubeletHealth {
    /** Whether the URL answers with 200, right now. */
    boolean isHealthy(String url);
}
