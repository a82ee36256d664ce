package dev.nodejoin.testcluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A computer without root, made of namespaces: its own network address, processes, host name and root directory in memory,
 * with programs of the host shown read-only. Commands run as its root.
 */
public interface Machine extends AutoCloseable {
    String name();

    /** Its IPv4 address in the network of the cluster. */
    String address();

    /** Runs a command for at most 60 seconds, without standard input. */
    default CommandResult run(String... command) {
        return run(Duration.ofSeconds(60), Map.of(), new byte[0], List.of(command));
    }

    /** Runs a command; when the deadline passes, it is killed and an exception thrown. */
    CommandResult run(Duration deadline, Map<String, String> environment, byte[] standardInput, List<String> command);

    /**
     * Starts a command. Signals to the process reach the command and its process group; when the process is killed, so
     * are they.
     */
    Process start(List<String> command);

    /** The command with which another process of this host, a terminal say, runs a command on this machine. */
    List<String> hostCommand(String... command);

    /** Writes a file, by way of a temporary name; folders are made as needed. */
    void write(String path, byte[] content, String posixPermissions);

    byte[] read(String path);

    boolean exists(String path);

    /** What its stand-in for systemctl was called with, oldest call first; one string per call. */
    List<String> systemctlCalls();

    /** The machine is gone at once, as if unplugged; its logs stay in the cluster's directory. */
    @Override
    void close();
}
