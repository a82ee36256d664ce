package dev.nodejoin.testcluster;

/** A part of the control plane that can be taken away and brought back. */
public interface Component {
    String name();

    /** Asks the process to end and returns when it has; it is killed if it takes more than a few seconds. */
    void stop();

    /** Starts the process and returns when it serves. */
    void start();

    default void restart() {
        stop();
        start();
    }

    boolean isRunning();

    /** What it logged since the cluster was started. */
    String log();
}
