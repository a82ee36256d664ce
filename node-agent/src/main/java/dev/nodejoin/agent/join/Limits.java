package dev.nodejoin.agent.join;

import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * How long each phase may take.
 *
 * @param discovery until the API server is reached
 * @param apiCall until a single answer is there, tries included
 * @param approval until the certificate is issued
 * @param kubelet until the kubelet is healthy
 * @param registration until the Node is there
 */
public record Limits(Duration discovery, Duration apiCall, Duration approval, Duration kubelet, Duration registration) {
    private static final Duration REGISTRATION = Duration.ofMinutes(2);

    /** kubeadm's limits, as the ticket has them. */
    public static Limits of(Timeouts timeouts) {
        return new Limits(
                timeouts.discovery(),
                timeouts.kubernetesApiCall(),
                timeouts.tlsBootstrap(),
                timeouts.kubeletHealthCheck(),
                REGISTRATION);
    }

    /** With what the command line says instead. */
    public Limits replaced(
            Optional<Duration> newDiscovery,
            Optional<Duration> newApproval,
            Optional<Duration> newKubelet,
            Optional<Duration> newRegistration) {
        return new Limits(
                newDiscovery.orElse(discovery),
                apiCall,
                newApproval.orElse(approval),
                newKubelet.orElse(kubelet),
                newRegistration.orElse(registration));
    }
}
