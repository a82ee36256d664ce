package dev.nodejoin.agent.discovery;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import java.util.Optional;

/**
 * The outcome of a discovery.
 *
 * @param caPem the certificate authorities to trust, byte for byte as they were published
 * @param token the credential that came with them, if one did
 */
public record DiscoveredCluster(String server, String caPem, Optional<SecretText> token) {
    /** Of {@code cluster-info}, where no credentials are. */
    public static DiscoveredCluster of(ClusterInfo info) {
        return new DiscoveredCluster(info.server(), info.caPem(), Optional.empty());
    }

    /**
     * The same as a hand-off: from here on a join does not ask where its order came from. A token for the bootstrap in the
     * configuration replaces the discovered credential, as with kubeadm. Throws {@link MalformedInputException} if there is
     * neither, or if the server or its authorities can't be used.
     *
     * @param needsToken whether a join without a credential is of no use: not if the node has its own
     */
    public Ticket ticket(JoinConfiguration join, boolean needsToken) {
        var credential = join.discovery()
                .tlsBootstrapToken()
                .map(given -> new SecretText(given.reveal()))
                .or(this::token);
        if (needsToken && credential.isEmpty()) {
            throw new MalformedInputException(
                    "it has no credentials; give a token with --tls-bootstrap-token, or discover by --token");
        }
        var kubeconfig = credential
                .map(token -> Kubeconfig.discovery(server, caPem, token))
                .orElseGet(() -> Kubeconfig.withoutUser(server, caPem));
        return new Ticket(kubeconfig, Optional.of(join), Optional.empty());
    }
}
