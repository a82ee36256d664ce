package dev.nodejoin.testcluster;

import org.jspecify.annotations.Nullable;

/** The one cluster that tests of a JVM share; it is started when it is first asked for. */
final class SharedCluster {
    private static @Nullable TestCluster cluster;
    private static @Nullable String failure;

    private SharedCluster() {}

    /** A cluster that did not start once is not tried again: each test would wait for it in vain. */
    static synchronized TestCluster instance() {
        if (failure != null) throw new IllegalStateException("the shared cluster did not start: " + failure);
        var running = cluster == null ? start() : cluster;
        cluster = running;
        return running;
    }

    private static TestCluster start() {
        try {
            var builder = TestCluster.builder();
            var started = KubeadmCluster.start(builder.options(), builder.environment());
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "close shared cluster"));
            return new UnclosedCluster(started);
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        }
    }
}
