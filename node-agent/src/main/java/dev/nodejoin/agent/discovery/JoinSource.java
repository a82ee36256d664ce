package dev.nodejoin.agent.discovery;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.Discovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a join learns of its cluster. */
public sealed interface JoinSource {
    /** A hand-off of the operator's: a directory, a file, or standard input. */
    record Ticket(String location) implements JoinSource {}

    /** A file with a JoinConfiguration. */
    record Configuration(String file) implements JoinSource {}

    /** Flags, as {@code kubeadm join} takes them. */
    record Flags(Discovery discovery) implements JoinSource {}

    /** The kubelet.conf of the node itself: whoever waits for a kubelet that runs can go by it. */
    record OnNode() implements JoinSource {}

    /** kubeadm's flags that say what a JoinConfiguration would say, and one of its logging. */
    Set<String> NOT_WITH_CONFIGURATION = Set.of(
            "apiserver-advertise-address",
            "apiserver-bind-port",
            "certificate-key",
            "control-plane",
            "cri-socket",
            "discovery-file",
            "discovery-token",
            "discovery-token-ca-cert-hash",
            "discovery-token-unsafe-skip-ca-verification",
            "patches",
            "tls-bootstrap-token",
            "token",
            "vmodule");

    /** The flags that lead to a cluster in another way than a ticket does. */
    Set<String> NOT_WITH_TICKET = Set.of(
            "config",
            "discovery-file",
            "discovery-token",
            "discovery-token-ca-cert-hash",
            "discovery-token-unsafe-skip-ca-verification",
            "tls-bootstrap-token",
            "token");

    /**
     * The one that a command line means. A ticket goes with no flag of discovery; a configuration with none either, nor with
     * another that would contradict it, as with kubeadm, where an endpoint beside it is accepted and has no effect. Throws
     * {@link MalformedInputException} with a sentence for who typed it.
     *
     * @param configuration the file; an empty name counts as given, and as none
     * @param given the names of all options on the command line, without dashes
     */
    static JoinSource of(
            Optional<String> ticket, Optional<String> configuration, Set<String> given, DiscoveryFlags flags) {
        if (ticket.isPresent()) {
            refuse("--ticket", among(NOT_WITH_TICKET, given), flags.endpoint());
            return new Ticket(ticket.get());
        }
        if (configuration.isPresent()) {
            refuse("--config", among(NOT_WITH_CONFIGURATION, given), Optional.empty());
        }
        return configuration
                .filter(file -> !file.isEmpty())
                .<JoinSource>map(Configuration::new)
                .orElseGet(() -> new Flags(flags.discovery()));
    }

    private static List<String> among(Set<String> refused, Set<String> given) {
        return given.stream().filter(refused::contains).sorted().toList();
    }

    private static void refuse(String option, List<String> others, Optional<String> endpoint) {
        var words = new ArrayList<>(others);
        endpoint.ifPresent(server -> words.add("api-server-endpoint"));
        if (!words.isEmpty()) {
            throw new MalformedInputException(
                    "can not mix '%s' with arguments [%s]".formatted(option, String.join(" ", words)));
        }
    }
}
