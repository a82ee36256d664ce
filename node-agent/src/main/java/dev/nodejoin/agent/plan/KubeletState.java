package dev.nodejoin.agent.plan;

/** What this run knows about the kubelet. */
public enum KubeletState {
    UNKNOWN,
    STOPPED,
    STARTED,
    HEALTHY
}
