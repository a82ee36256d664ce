package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.KubeletArgument;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a ticket, a command line and a machine together ask for.
 *
 * @param nodeName of the command line, over the ticket's
 * @param criSocket of the command line, over the ticket's
 * @param hostname what the machine calls itself
 * @param socketsFound those of {@link CriSockets#KNOWN} that are there
 */
public record JoinOrder(
        Ticket ticket,
        Optional<String> nodeName,
        Optional<String> criSocket,
        String hostname,
        List<String> socketsFound) {
    private static final String DEFAULT_CA_CERT_PATH = "/etc/kubernetes/pki/ca.crt";
    private static final String HOSTNAME_OVERRIDE = "hostname-override";
    private static final Pattern BEARER_TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*+");

    /**
     * The goal of the join. Throws {@link MalformedInputException} for a ticket that asks for what this agent does not do,
     * rather than doing something else.
     */
    public JoinGoal goal() {
        ticket.joinConfiguration().ifPresent(JoinOrder::requireSupported);
        var kubeconfig = ticket.kubeconfig();
        var authorities = kubeconfig.caBundle().orElseThrow();
        var registration = registration();
        var token = token();
        return new JoinGoal(
                new NodeName(effectiveName(registration)).value(),
                detectedName(),
                registration,
                registration.criSocket().orElseThrow(),
                kubeconfig.server(),
                kubeconfig.caPem().filter(JoinOrder::isAscii).orElseGet(authorities::toPem),
                authorities,
                caCertPath(join()),
                token,
                token.flatMap(JoinOrder::requester),
                ticket.certificateLifetime(),
                JoinExtent.WHOLE,
                token.map(this::credentials).orElse(kubeconfig),
                Bootstrap.AGENT,
                KubeletPatches.NONE);
    }

    /** kubeadm keeps a discovery file's own user and makes a kubeconfig of its own where the token comes from elsewhere. */
    private Kubeconfig credentials(SecretText token) {
        var given = ticket.kubeconfig();
        return given.token().filter(token::equals).isPresent()
                ? given
                : Kubeconfig.discovery(given.server(), given.caPem().orElseThrow(), token);
    }

    /** Where the CA certificates are written; known before the cluster is. */
    public static String caCertPath(Optional<JoinConfiguration> join) {
        return join.map(JoinConfiguration::caCertPath).orElse(DEFAULT_CA_CERT_PATH);
    }

    private Optional<JoinConfiguration> join() {
        return ticket.joinConfiguration();
    }

    private NodeRegistration registration() {
        return registration(join(), nodeName, criSocket, hostname, socketsFound);
    }

    /** How the node registers; known before the cluster is. */
    public static NodeRegistration registration(
            Optional<JoinConfiguration> join,
            Optional<String> nodeName,
            Optional<String> criSocket,
            String hostname,
            List<String> socketsFound) {
        var given = join.map(JoinConfiguration::nodeRegistration).orElse(NodeRegistration.DEFAULTS);
        var name = nodeName.or(given::name)
                .map(n -> n.strip().toLowerCase(Locale.ROOT))
                .orElseGet(() -> detected(hostname));
        var socket = criSocket.map(CriSockets::withScheme).or(given::criSocket);
        return given.withName(name).withCriSocket(socket.orElseGet(() -> CriSockets.choose(socketsFound)));
    }

    private String detectedName() {
        return detected(hostname);
    }

    private static String detected(String hostname) {
        return hostname.strip().toLowerCase(Locale.ROOT);
    }

    /** A kubelet argument for the name beats every other way to give one, as with kubeadm. */
    private static String effectiveName(NodeRegistration registration) {
        return registration.kubeletExtraArgs().stream()
                .filter(argument -> argument.name().equals(HOSTNAME_OVERRIDE))
                .map(KubeletArgument::value)
                .reduce((first, second) -> second)
                .or(registration::name)
                .orElseThrow();
    }

    /** A token for the bootstrap in the configuration replaces that of the kubeconfig, as with kubeadm. */
    private Optional<SecretText> token() {
        return join().map(JoinConfiguration::discovery)
                .flatMap(Discovery::tlsBootstrapToken)
                .map(BootstrapToken::reveal)
                .map(SecretText::new)
                .or(ticket.kubeconfig()::token)
                .map(JoinOrder::requireSendable);
    }

    /** RFC 6750; anything else would end in an error of the HTTP client that repeats it. */
    private static SecretText requireSendable(SecretText token) {
        if (!BEARER_TOKEN.matcher(token.reveal()).matches()) {
            throw new MalformedInputException("the kubeconfig's token has characters that no bearer token has");
        }
        return token;
    }

    private static Optional<String> requester(SecretText token) {
        try {
            return Optional.of(BootstrapToken.parse(token.reveal()).userName());
        } catch (MalformedInputException notABootstrapToken) {
            return Optional.empty();
        }
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    /** Throws {@link MalformedInputException} for a configuration that asks for what this agent does not do. */
    public static void requireSupported(JoinConfiguration join) {
        require(join.controlPlane().isEmpty(), "controlPlane: this agent joins workers only");
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedInputException("the JoinConfiguration asks for " + complaint);
        }
    }
}
