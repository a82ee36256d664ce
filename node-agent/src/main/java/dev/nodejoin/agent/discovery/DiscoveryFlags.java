package dev.nodejoin.agent.discovery;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The flags of {@code kubeadm join} that say how to find the cluster, as they were given; a flag with an empty value is one
 * that was not given.
 *
 * @param endpoint {@code host:port}, the argument
 * @param token for discovery and bootstrap, where neither has a token by another flag
 * @param discoveryToken for discovery, and for the bootstrap where that has no flag of its own
 * @param caCertHashes pins, {@code sha256:<64 hex>}
 * @param discoveryFile a path or an https URL
 */
public record DiscoveryFlags(
        Optional<String> endpoint,
        Optional<String> token,
        Optional<String> discoveryToken,
        Optional<String> tlsBootstrapToken,
        List<String> caCertHashes,
        boolean unsafeSkipCaVerification,
        Optional<String> discoveryFile) {
    static final String TOKEN = "--token";
    static final String DISCOVERY_TOKEN = "--discovery-token";
    static final String TLS_BOOTSTRAP_TOKEN = "--tls-bootstrap-token";
    static final String PIN = "--discovery-token-ca-cert-hash";
    static final String SKIP = "--discovery-token-unsafe-skip-ca-verification";
    static final String FILE = "--discovery-file";

    public DiscoveryFlags {
        caCertHashes = List.copyOf(caCertHashes);
    }

    /**
     * What the flags ask for, by kubeadm's rules: each token stands in for those that are not given, the discovery token
     * before {@code --token}, and exactly one of endpoint and file is there. Throws {@link MalformedInputException} naming
     * the flag, never a token.
     */
    public Discovery discovery() {
        if (endpoint.isPresent() && discoveryFile.isPresent()) {
            throw new MalformedInputException(
                    "%s and an API server endpoint exclude each other; the file names the server".formatted(FILE));
        }
        var bootstrap = flag(TLS_BOOTSTRAP_TOKEN, tlsBootstrapToken)
                .or(() -> flag(DISCOVERY_TOKEN, discoveryToken))
                .or(() -> flag(TOKEN, token));
        if (discoveryFile.isPresent()) {
            return new Discovery(Optional.empty(), discoveryFile, bootstrap);
        }
        return new Discovery(Optional.of(tokenDiscovery(requiredEndpoint())), Optional.empty(), bootstrap);
    }

    /** The names of the flags that were given, in alphabetical order and without dashes, as kubeadm lists them. */
    public List<String> names() {
        var names = new ArrayList<String>();
        addIf(discoveryFile.isPresent(), FILE, names);
        addIf(discoveryToken.isPresent(), DISCOVERY_TOKEN, names);
        addIf(!caCertHashes.isEmpty(), PIN, names);
        addIf(unsafeSkipCaVerification, SKIP, names);
        addIf(tlsBootstrapToken.isPresent(), TLS_BOOTSTRAP_TOKEN, names);
        addIf(token.isPresent(), TOKEN, names);
        return List.copyOf(names);
    }

    private static void addIf(boolean given, String flag, List<String> names) {
        if (given) {
            names.add(flag.substring("--".length()));
        }
    }

    private String requiredEndpoint() {
        return endpoint.orElseThrow(() -> new MalformedInputException("say how to find the cluster: --ticket, or"
                + " HOST:PORT with --token and %s, or %s, or --config".formatted(PIN, FILE)));
    }

    private BootstrapTokenDiscovery tokenDiscovery(String server) {
        var secret = flag(DISCOVERY_TOKEN, discoveryToken)
                .or(() -> flag(TOKEN, token))
                .orElseThrow(() -> new MalformedInputException(
                        "%s is missing (or %s with %s)".formatted(TOKEN, DISCOVERY_TOKEN, TLS_BOOTSTRAP_TOKEN)));
        if (caCertHashes.isEmpty() && !unsafeSkipCaVerification) {
            throw new MalformedInputException(
                    "%s is missing: give the pin that 'kubeadm token create --print-join-command' prints; %s does without"
                            .formatted(PIN, SKIP));
        }
        var pins = caCertHashes.stream().map(DiscoveryFlags::pin).toList();
        return new BootstrapTokenDiscovery(secret, server, pins, unsafeSkipCaVerification);
    }

    private static CaPin pin(String text) {
        return within(PIN, text, CaPin::parse);
    }

    private static Optional<BootstrapToken> flag(String name, Optional<String> value) {
        return value.map(text -> within(name, text, BootstrapToken::parse));
    }

    private static <T> T within(String flag, String text, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (MalformedInputException e) {
            throw new MalformedInputException(flag + ": " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "DiscoveryFlags[%s, values hidden]".formatted(String.join(" ", names()));
    }
}
