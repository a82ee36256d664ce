package dev.nodejoin.agent.cluster;

import dev.nodejoin.protocol.pki.CertificateBundle;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Ways to what is public, for finding out whom to trust. Nothing secret is ever sent on them. Every method answers within
 * a bounded time or throws {@link ClusterException}.
 */
public interface PublicConnections {
    /** The ConfigMap {@code kube-public/cluster-info} of one server. */
    @FunctionalInterface
    interface ClusterInfoSource {
        /** Its data as it is now; empty if there is no such ConfigMap. */
        Optional<Map<String, String>> read();
    }

    /** Whoever answers at that address: the answer has to prove itself. */
    ClusterInfoSource unverified(String server);

    /** A server with a certificate by these authorities. */
    ClusterInfoSource verified(String server, CertificateBundle authorities);

    /** A server with a certificate by an authority that this machine trusts anyway. */
    ClusterInfoSource publiclyVerified(String server);

    /** A text of at most so many bytes at an https URL whose server this machine trusts anyway; its status must be 200. */
    byte[] download(URI url, int mostBytes);
}
