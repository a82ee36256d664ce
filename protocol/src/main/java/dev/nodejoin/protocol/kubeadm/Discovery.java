package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * How a node finds the cluster: the section {@code discovery}. Either a kubeconfig or a token, not both.
 *
 * @param kubeConfigPath a file, or an https URL ({@code discovery.file.kubeConfigPath})
 * @param tlsBootstrapToken the token for the node's bootstrap; by default that of the token discovery
 */
public record Discovery(
        Optional<BootstrapTokenDiscovery> bootstrapToken,
        Optional<String> kubeConfigPath,
        Optional<BootstrapToken> tlsBootstrapToken) {

    /** Throws {@link MalformedInputException} naming the field that kubeadm would refuse. */
    public Discovery {
        if (bootstrapToken.isPresent() == kubeConfigPath.isPresent()) {
            throw new MalformedInputException("discovery must have exactly one of bootstrapToken and file, but has "
                    + (kubeConfigPath.isPresent() ? "both" : "neither"));
        }
        kubeConfigPath = kubeConfigPath.map(Discovery::path);
        tlsBootstrapToken = tlsBootstrapToken.or(() -> tokenOf(bootstrapToken));
    }

    public static Discovery file(String kubeConfigPath) {
        return new Discovery(Optional.empty(), Optional.of(kubeConfigPath), Optional.empty());
    }

    public static Discovery token(BootstrapTokenDiscovery bootstrapToken) {
        return new Discovery(Optional.of(bootstrapToken), Optional.empty(), Optional.empty());
    }

    static Optional<BootstrapToken> tokenOf(Optional<BootstrapTokenDiscovery> discovery) {
        return discovery.map(BootstrapTokenDiscovery::token);
    }

    private static String path(String text) {
        var path = text.startsWith("file://") ? text.substring("file://".length()) : text;
        if (path.isEmpty() || (path.contains("://") && !isHttps(path))) {
            throw new MalformedInputException(
                    "discovery.file.kubeConfigPath must be the path of a file or an https URL with a host");
        }
        return path;
    }

    /** Whether scheme and server are right; what follows them is for the server to judge. */
    private static boolean isHttps(String text) {
        try {
            var url = new URI(text.replaceFirst("(://[^/?#]*).*", "$1")).parseServerAuthority();
            return "https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
