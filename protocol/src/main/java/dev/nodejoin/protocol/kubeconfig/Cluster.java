package dev.nodejoin.protocol.kubeconfig;

import java.util.Optional;

/**
 * An API server in a kubeconfig.
 *
 * @param name may be empty: kubeadm then prefers this cluster to that of the current context
 * @param caPem the embedded certificate authorities ({@code certificate-authority-data}, decoded)
 * @param caFile the path of a file with them, instead
 */
public record Cluster(
        String name,
        String server,
        Optional<String> caPem,
        Optional<String> caFile,
        Optional<String> tlsServerName,
        boolean insecureSkipTlsVerify,
        Optional<String> proxyUrl) {

    /** A server that is trusted by embedded certificate authorities. */
    public static Cluster of(String name, String server, String caPem) {
        return new Cluster(
                name, server, Optional.of(caPem), Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    Cluster named(String newName) {
        return new Cluster(newName, server, caPem, caFile, tlsServerName, insecureSkipTlsVerify, proxyUrl);
    }
}
