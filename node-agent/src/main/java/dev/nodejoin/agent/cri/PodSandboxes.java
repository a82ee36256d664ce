package dev.nodejoin.agent.cri;

import java.time.Duration;
import java.util.List;

/**
 * The pods that a container runtime has. A call waits for its answer no longer than it is told to, nor than a minute, and
 * before that two seconds at most for another connection where an earlier call has taken the last one with it. Every method
 * throws {@link CriException} if the runtime does not do it.
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
