package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import java.time.Instant;
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
 * @param bootstrap who asks for the first certificate
 * @param patches the administrator's changes to the kubelet's configuration
 * @param credentials what a kubelet that asks by itself is given to ask with
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
        JoinExtent extent,
        Kubeconfig credentials,
        Bootstrap bootstrap,
        KubeletPatches patches) {

    /** The same as far as this extent goes. */
    public JoinGoal within(JoinExtent wanted) {
        return with(wanted, bootstrap, patches);
    }

    /** The same join, bootstrapped by another, or with patches for the kubelet's configuration. */
    public JoinGoal with(Bootstrap other, KubeletPatches others) {
        return with(extent, other, others);
    }

    private JoinGoal with(JoinExtent wanted, Bootstrap other, KubeletPatches others) {
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
                wanted,
                credentials,
                other,
                others);
    }

    /** Why a certificate is not this node's, or not yet or no longer good; empty if it is both. */
    public Optional<String> objectionTo(KubeletCertificatePair pair, Instant now) {
        return switch (ClientCertificate.judge(pair, nodeName, authorities, now)) {
            case ClientCertificate.Usable usable -> Optional.empty();
            case ClientCertificate.OfAnother(String subject) -> Optional.of("it is for " + subject);
            case ClientCertificate.Unusable(String why) -> Optional.of(why);
        };
    }

    /** The kubeconfig of a kubelet of this cluster, byte for byte as a kubelet writes it for itself. */
    WantedFile kubeconfig(String ofServer) {
        var content =
                Kubeconfig.kubelet(ofServer, caPem, NodePaths.CURRENT_PAIR).write();
        return new WantedFile(NodePaths.KUBELET_CONF, content, FileMode.PRIVATE);
    }

    /** What kubeadm gives a kubelet to bootstrap with: the discovered kubeconfig under the cluster's own name. */
    WantedFile bootstrapKubeconfig(String clusterName) {
        var content = credentials.withClusterName(clusterName).write();
        return new WantedFile(NodePaths.BOOTSTRAP_KUBELET_CONF, content, FileMode.PRIVATE);
    }
}
