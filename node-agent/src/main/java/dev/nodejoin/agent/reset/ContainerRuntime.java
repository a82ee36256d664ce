package dev.nodejoin.agent.reset;

import java.util.Optional;

/** The runtime whose pods the kubelet made. */
public interface ContainerRuntime {
    /**
     * Stops and removes every pod.
     *
     * @param endpoint where the runtime listens, as a URL of this system
     * @return what stayed, and what the reader can do about it
     */
    Optional<String> removePods(String endpoint);
}
