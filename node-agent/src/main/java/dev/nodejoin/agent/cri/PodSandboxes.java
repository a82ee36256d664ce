package dev.nodejoin.agent.cri;

import java.time.Duration;
import java.util.List;

/**
 * The pods that a container runtime has. No call takes longer than it is told to, nor than a minute. Every method throws {@link CriException} if the
 * runtime does not do it.
 */
public interface PodSandboxes extends AutoCloseable {
    /** The ids of all of them, whatever their state. */
    List<String> ids();

    /** Ends its containers; one that is stopped already stays so. */
    void stop(String id, Duration longest);

    void remove(String id, Duration longest);

    @Override
    void close();
}
