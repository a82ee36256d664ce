package dev.nodejoin.agent.discovery;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.ApiServer;
import dev.nodejoin.protocol.kubeconfig.Cluster;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.kubeconfig.User;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * kubeadm's rules for a kubeconfig that leads to the cluster, except that nothing is trusted unverified and that of
 * credentials only tokens are used.
 *
 * @param server where the cluster is
 * @param caPem absent if the server is to be trusted by the machine's own trust store
 * @param token absent if the file has no credentials that matter
 */
public record DiscoveryFile(String server, Optional<String> caPem, Optional<SecretText> token) {
    /**
     * Reads a kubeconfig whose certificate authorities and token may be in files of their own. Throws
     * {@link MalformedInputException} for one that can't be followed.
     *
     * @param needsToken whether the file's credentials must be of use; where they need not, a token is taken that is in
     *     the file itself
     * @param files from a path in the kubeconfig to the file's text
     */
    public static DiscoveryFile of(Kubeconfig kubeconfig, boolean needsToken, UnaryOperator<String> files) {
        var cluster = kubeconfig.currentCluster();
        requireFollowable(cluster);
        var server = new ApiServer(kubeconfig.server()).url();
        var caPem = cluster.caPem().or(() -> cluster.caFile().map(files));
        caPem.ifPresent(CertificateBundle::parse);
        var token = needsToken
                ? Optional.of(token(kubeconfig, files))
                : kubeconfig.currentUser().flatMap(User::token);
        return new DiscoveryFile(server, caPem, token);
    }

    /**
     * The same for a kubeconfig that came over the network, which has to be complete: whoever wrote it does not say which
     * files of this machine are read.
     */
    public static DiscoveryFile ofAnotherMachine(Kubeconfig kubeconfig, boolean needsToken) {
        return of(kubeconfig, needsToken, path -> {
            throw new MalformedInputException(
                    "it names files of this machine, though it came from elsewhere; certificates and token must be in it");
        });
    }

    /** The certificate authorities that the server itself publishes, for a file without any. */
    public DiscoveredCluster withPublished(ClusterInfo published) {
        return new DiscoveredCluster(server, published.caPem(), token);
    }

    /** Complete, if the file is. */
    public Optional<DiscoveredCluster> complete() {
        return caPem.map(pem -> new DiscoveredCluster(server, pem, token));
    }

    private static void requireFollowable(Cluster cluster) {
        check(!cluster.insecureSkipTlsVerify(), "insecure-skip-tls-verify is set; the server must be verified");
        check(cluster.tlsServerName().isEmpty(), "tls-server-name is set; name the server as its certificate does");
        check(cluster.proxyUrl().isEmpty(), "proxy-url is set; give the proxy with --proxy");
    }

    private static SecretText token(Kubeconfig kubeconfig, UnaryOperator<String> files) {
        var user = kubeconfig.currentUser().filter(User::hasCredentials);
        check(
                user.isPresent(),
                "it has no credentials; give a token with --tls-bootstrap-token, or discover by --token");
        return user.flatMap(User::token)
                .or(() -> user.flatMap(User::tokenFile).map(files).map(text -> new SecretText(text.strip())))
                .orElseThrow(() -> new MalformedInputException(
                        "its credentials are a client certificate, a password or a program, and this agent uses tokens"
                                + " alone; give one with --tls-bootstrap-token"));
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedInputException(complaint);
        }
    }
}
