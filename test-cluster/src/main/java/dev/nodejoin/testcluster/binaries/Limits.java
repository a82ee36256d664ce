package dev.nodejoin.testcluster.binaries;

import java.time.Duration;

/** How long a download may keep us waiting, and how much it may bring. */
record Limits(Duration connecting, Duration silence, long bytes) {
    /** Without a network, the way must be given up within three seconds or so: one and a half for the name, as much for the rest. */
    static final Limits USUAL = new Limits(Duration.ofMillis(1500), Duration.ofSeconds(20), 1L << 30);
}
