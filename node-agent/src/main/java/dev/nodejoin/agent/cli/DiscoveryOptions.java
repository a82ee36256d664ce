package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.discovery.DiscoveryFlags;
import dev.nodejoin.agent.discovery.JoinSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the cluster is and whom to trust: a ticket, or the flags of {@code kubeadm join}. */
final class DiscoveryOptions {
    @Option(
            names = "--ticket",
            paramLabel = "DIR|FILE|-",
            description =
                    "The hand-off: a directory with files named like the Secret's keys, a file with the Secret (YAML or"
                            + " JSON) or its kubeconfig, or - for such a file on standard input. Refused if others may read or"
                            + " change it: chmod 600. Goes with none of the following.")
    private @Nullable String ticket;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A JoinConfiguration (kubeadm.k8s.io/v1beta4, or v1beta3, which kubeadm reads up to 1.36)."
                    + " Goes with none of the following, nor with --cri-socket or --patches.")
    private @Nullable String configuration;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A bootstrap token, for discovery and for the bootstrap where neither flag is given."
                    + " Others may see it in the list of processes; --config and --ticket don't show it.")
    private @Nullable String token;

    @Option(
            names = "--discovery-token",
            paramLabel = "TOKEN",
            description = "The token by which the cluster's public information is validated; for the bootstrap too,"
                    + " unless that has its own.")
    private @Nullable String discoveryToken;

    @Option(
            names = "--discovery-token-ca-cert-hash",
            paramLabel = "sha256:HEX",
            split = ",",
            description =
                    "With a discovery token: a key (SHA-256 of its SubjectPublicKeyInfo) that one of the cluster's"
                            + " CA certificates must have. Can be given several times.")
    private List<String> caCertHashes = List.of();

    @Option(
            names = "--discovery-token-unsafe-skip-ca-verification",
            converter = GoBoolean.class,
            description = "With a discovery token: do without a pin.")
    private boolean unsafeSkipCaVerification;

    @Option(
            names = "--tls-bootstrap-token",
            paramLabel = "TOKEN",
            description = "The token with which the certificate is asked for.")
    private @Nullable String tlsBootstrapToken;

    @Option(
            names = "--discovery-file",
            paramLabel = "FILE|URL",
            description = "A kubeconfig with the cluster's address and CA certificates: a file, or an https URL whose"
                    + " server this machine trusts. Its token is used if no other is given.")
    private @Nullable String discoveryFile;

    /** Whether any of them is there: a token without an endpoint is one too few, not none. */
    boolean isGiven() {
        return ticket != null
                || configuration != null
                || !flags(Optional.empty()).names().isEmpty();
    }

    /**
     * The source that the command line means; throws {@link dev.nodejoin.protocol.MalformedInputException} if none.
     *
     * @param given the names of all options on the command line, without dashes
     */
    JoinSource source(Optional<String> endpoint, Set<String> given) {
        return JoinSource.of(Optional.ofNullable(ticket), Optional.ofNullable(configuration), given, flags(endpoint));
    }

    private DiscoveryFlags flags(Optional<String> endpoint) {
        return new DiscoveryFlags(
                endpoint,
                filled(token),
                filled(discoveryToken),
                filled(tlsBootstrapToken),
                caCertHashes.stream().filter(hash -> !hash.isEmpty()).toList(),
                unsafeSkipCaVerification,
                filled(discoveryFile));
    }

    private static Optional<String> filled(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
