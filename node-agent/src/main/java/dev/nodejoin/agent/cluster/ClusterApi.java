package dev.nodejoin.agent.cluster;

import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.plan.SigningRequest;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a join asks of the API server. Every method answers within a bounded time or throws {@link ClusterException}.
 */
public interface ClusterApi {
    /** The data of a ConfigMap; empty if there is none of that name. */
    Optional<Map<String, String>> configMap(String namespace, String name);

    /** The Node of that name; empty if there is none. */
    Optional<NodeView> node(String name);

    /**
     * Creates a CertificateSigningRequest for the signer {@code kubernetes.io/kube-apiserver-client-kubelet}; empty if one
     * of that name is there already.
     *
     * @param lifetime of the certificate; empty if the signer decides
     */
    Optional<SigningRequest> submit(String name, String requestPem, Optional<CertificateLifetime> lifetime);

    /** The CertificateSigningRequest of that name; empty if there is none. */
    Optional<SigningRequest> signingRequest(String name);

    /**
     * Waits for the request to change from the given version.
     *
     * @return the changed request; empty if nothing happened for that long
     */
    Optional<SigningRequest> awaitChange(SigningRequest seen, Duration longest);
}
