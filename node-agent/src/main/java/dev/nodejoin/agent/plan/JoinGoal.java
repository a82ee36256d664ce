package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.util.Optional;

/**
 * What shall be: this machine, as that node, in that cluster.
 *
 * @param nodeName the name of the Node, after everything that may override it
 * @param hostname what the machine calls itself
 * @param criSocket where the container runtime listens
 * @param caPem the cluster's CA certificates as they were handed over or discovered, byte for byte
 * @param caCertPath where they are written
 * @param token empty where the node has its credentials already
 * @param requester the user that the token stands for; empty if that can't be told from the token
 * @param certificateLifetime for which the first certificate is asked; empty if the signer decides
 * @param extent how much of the join is wanted
 */
public record JoinGoal(
        String nodeName,
        String hostname,
        NodeRegistration registration,
        String criSocket,
        String server,
        String caPem,
        CertificateBundle authorities,
        String caCertPath,
        Optional<SecretText> token,
        Optional<String> requester,
        Optional<CertificateLifetime> certificateLifetime,
        JoinExtent extent) {

    /** The same as far as this extent goes. */
    public JoinGoal within(JoinExtent wanted) {
        return new JoinGoal(
                nodeName,
                hostname,
                registration,
                criSocket,
                server,
                caPem,
                authorities,
                caCertPath,
                token,
                requester,
                certificateLifetime,
                wanted);
    }

    /** The kubeconfig of a kubelet of this cluster, byte for byte as a kubelet writes it for itself. */
    WantedFile kubeconfig(String ofServer) {
        var content =
                Kubeconfig.kubelet(ofServer, caPem, NodePaths.CURRENT_PAIR).write();
        return new WantedFile(NodePaths.KUBELET_CONF, content, FileMode.PRIVATE);
    }
}
