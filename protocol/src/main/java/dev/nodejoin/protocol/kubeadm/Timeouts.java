package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import java.time.Duration;
import java.util.stream.Stream;

/** How long the steps of a join may take: the section {@code timeouts}. */
public record Timeouts(
        Duration controlPlaneComponentHealthCheck,
        Duration kubeletHealthCheck,
        Duration kubernetesApiCall,
        Duration etcdApiCall,
        Duration tlsBootstrap,
        Duration discovery,
        Duration upgradeManifests) {

    /** kubeadm's. */
    public static final Timeouts DEFAULTS = new Timeouts(
            Duration.ofMinutes(4),
            Duration.ofMinutes(4),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5));

    /** Throws {@link MalformedInputException} for a negative duration. */
    public Timeouts {
        if (Stream.of(
                        controlPlaneComponentHealthCheck,
                        kubeletHealthCheck,
                        kubernetesApiCall,
                        etcdApiCall,
                        tlsBootstrap,
                        discovery,
                        upgradeManifests)
                .anyMatch(Duration::isNegative)) {
            throw new MalformedInputException("a duration below timeouts is negative");
        }
    }

    public Timeouts withDiscovery(Duration newDiscovery) {
        return new Timeouts(
                controlPlaneComponentHealthCheck,
                kubeletHealthCheck,
                kubernetesApiCall,
                etcdApiCall,
                tlsBootstrap,
                newDiscovery,
                upgradeManifests);
    }
}
