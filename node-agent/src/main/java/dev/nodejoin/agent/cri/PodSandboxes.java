package dev.nodejoin.agent.cri;

import java.util.List;

/** The pods that a container runtime has. Every method throws {@link CriException} if the runtime does not do it. */
public interface PodSandboxes extends AutoCloseable {
    /** The ids of all of them, whatever their state. */
    List<String> ids();

    /** Ends its containers; one that is stopped already stays so. */
    void stop(String id);

    void remove(String id);

    @Override
    void close();
}
