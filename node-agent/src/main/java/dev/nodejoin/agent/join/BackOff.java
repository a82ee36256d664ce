package dev.nodejoin.agent.join;

import java.time.Duration;

/**
 * Pauses that begin short, since most of what a join waits for is there in a moment, and grow, since what is not takes
 * longer and asking costs others. Each is at most the longest.
 */
final class BackOff {
    /** A kubelet's own health, which costs nobody else. */
    static BackOff forKubelet() {
        return new BackOff(Duration.ofMillis(25), 1.25, Duration.ofMillis(500));
    }

    /** An API server that many nodes may be asking: some twelve times in the first five seconds, then once a second. */
    static BackOff forRegistration() {
        return new BackOff(Duration.ofMillis(50), 1.25, Duration.ofSeconds(1));
    }

    /** An API server in trouble. */
    static BackOff afterTrouble() {
        return new BackOff(Duration.ofMillis(250), 2, Duration.ofSeconds(4));
    }

    /** cluster-info that is not good yet, at kubeadm's spacing. */
    static BackOff forClusterInfo() {
        return new BackOff(Duration.ofSeconds(5), 1, Duration.ofSeconds(5));
    }

    private final double growth;
    private final Duration longest;
    private Duration next;

    private BackOff(Duration first, double growth, Duration longest) {
        this.next = first;
        this.growth = growth;
        this.longest = longest;
    }

    /** How long to pause now. */
    Duration next() {
        var pause = next;
        var grown = Duration.ofNanos(Math.round(pause.toNanos() * growth));
        next = grown.compareTo(longest) < 0 ? grown : longest;
        return pause;
    }
}
