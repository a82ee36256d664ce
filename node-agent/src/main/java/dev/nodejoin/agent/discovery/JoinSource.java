package dev.nodejoin.agent.discovery;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.Discovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a join learns of its cluster. */
public sealed interface JoinSource {
    /** A hand-off of the operator's: a directory, a file, or standard input. */
    record Ticket(String location) implements JoinSource {}

    /** A file with a JoinConfiguration. */
    record Configuration(String file) implements JoinSource {}

    /** Flags, as {@code kubeadm join} takes them. */
    record Flags(Discovery discovery) implements JoinSource {}

    /**
     * The one that a command line means. A ticket goes with no flag of discovery; a configuration with none either, and with
     * no {@code --cri-socket}, as with kubeadm, where an endpoint beside it is accepted and has no effect. Throws
     * {@link MalformedInputException} with a sentence for who typed it.
     */
    static JoinSource of(
            Optional<String> ticket, Optional<String> configuration, boolean hasCriSocket, DiscoveryFlags flags) {
        if (ticket.isPresent()) {
            requireAlone(configuration.isPresent(), flags);
            return new Ticket(ticket.get());
        }
        if (configuration.isPresent()) {
            requireUnmixed(hasCriSocket, flags);
            return new Configuration(configuration.get());
        }
        return new Flags(flags.discovery());
    }

    private static void requireAlone(boolean hasConfiguration, DiscoveryFlags flags) {
        var others = new ArrayList<String>();
        if (hasConfiguration) {
            others.add("config");
        }
        others.addAll(flags.names());
        flags.endpoint().ifPresent(endpoint -> others.add("api-server-endpoint"));
        refuse("--ticket", others);
    }

    private static void requireUnmixed(boolean hasCriSocket, DiscoveryFlags flags) {
        var others = new ArrayList<String>();
        if (hasCriSocket) {
            others.add("cri-socket");
        }
        others.addAll(flags.names());
        refuse("--config", others);
    }

    private static void refuse(String option, List<String> others) {
        if (!others.isEmpty()) {
            throw new MalformedInputException(
                    "can not mix '%s' with arguments [%s]".formatted(option, String.join(" ", others)));
        }
    }
}
