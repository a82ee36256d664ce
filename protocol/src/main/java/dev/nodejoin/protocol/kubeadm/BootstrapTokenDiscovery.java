package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Discovery through {@code kube-public/cluster-info}: the section {@code discovery.bootstrapToken}.
 *
 * @param apiServerEndpoint {@code host:port}
 * @param caCertHashes may be empty only where the CA is not verified
 */
public record BootstrapTokenDiscovery(
        BootstrapToken token, String apiServerEndpoint, List<CaPin> caCertHashes, boolean unsafeSkipCaVerification) {
    private static final Pattern ENDPOINT = Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+]|[^\\[\\]:/@\\s]+):([0-9]{1,5})");

    /** Throws {@link MalformedInputException} naming the field that kubeadm would refuse. */
    public BootstrapTokenDiscovery {
        caCertHashes = List.copyOf(caCertHashes);
        check(isEndpoint(apiServerEndpoint), "apiServerEndpoint must be host:port");
        check(
                unsafeSkipCaVerification || !caCertHashes.isEmpty(),
                "caCertHashes must hold a pin (sha256:<64 hex>), or unsafeSkipCAVerification be true");
    }

    private static boolean isEndpoint(String text) {
        var matcher = ENDPOINT.matcher(text);
        return text.length() <= 512 && matcher.matches() && isPort(Integer.parseInt(matcher.group(2)));
    }

    static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedInputException("discovery.bootstrapToken." + complaint);
        }
    }
}
