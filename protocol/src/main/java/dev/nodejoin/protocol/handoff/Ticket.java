package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A hand-off as it reaches the machine. Its kubeconfig leads to an https server, carries the certificate authorities to
 * trust, and names no program to run.
 *
 * @param joinConfiguration absent if there was only a kubeconfig
 * @param certificateLifetime absent if the signer decides
 * @param patches of the kubelet's configuration: what each file of kubeadm's patches directory would be called, and hold
 */
public record Ticket(
        Kubeconfig kubeconfig,
        Optional<JoinConfiguration> joinConfiguration,
        Optional<CertificateLifetime> certificateLifetime,
        SortedMap<String, String> patches) {
    public static final int MAX_BYTES = 2 * 1_048_576;

    /** The keys of the hand-off Secret that a ticket is read from. */
    public static final List<String> FILES = Stream.concat(
                    Stream.of(HandOff.DISCOVERY, HandOff.JOIN_CONFIGURATION, HandOff.CERTIFICATE_LIFETIME),
                    KubeletPatch.keyedFiles().map(KubeletPatch.KeyedFile::key))
            .toList();

    /** Throws {@link MalformedInputException} for a kubeconfig that a node must not follow. */
    public Ticket {
        requireSafe(kubeconfig);
        patches = Collections.unmodifiableSortedMap(new TreeMap<>(patches));
    }

    /** A ticket that brings no patches. */
    public Ticket(
            Kubeconfig kubeconfig,
            Optional<JoinConfiguration> joinConfiguration,
            Optional<CertificateLifetime> certificateLifetime) {
        this(kubeconfig, joinConfiguration, certificateLifetime, Collections.emptySortedMap());
    }

    /** Reads {@link #FILES}; others are read over. */
    public static Ticket fromFiles(Map<String, byte[]> files) {
        return TicketReader.fromFiles(files);
    }

    /**
     * Reads one document of at most {@value #MAX_BYTES} bytes: the Secret in YAML or JSON as {@code kubectl get secret}
     * prints it, a list with that Secret alone, or a kubeconfig.
     */
    public static Ticket fromDocument(byte[] document) {
        return TicketReader.fromDocument(document);
    }

    /** The node that the ticket is for, where it says so. */
    public Optional<String> nodeName() {
        return joinConfiguration.flatMap(join -> join.nodeRegistration().name());
    }

    private static void requireSafe(Kubeconfig kubeconfig) {
        var cluster = kubeconfig.currentCluster();
        new ApiServer(kubeconfig.server());
        check(!cluster.insecureSkipTlsVerify(), "insecure-skip-tls-verify is set; the server must be verified");
        check(
                kubeconfig.caBundle().isPresent(),
                "certificate-authority-data is missing; a ticket carries the certificates themselves");
        check(cluster.tlsServerName().isEmpty(), "tls-server-name is set; name the server as its certificate does");
        check(cluster.proxyUrl().isEmpty(), "proxy-url is set; give the proxy to node-agent join with --proxy");
        check(
                kubeconfig.currentUser().flatMap(user -> user.plugin()).isEmpty(),
                "the user's credentials come from a program (exec or auth-provider); a ticket carries a token");
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedInputException("the kubeconfig can't be followed: " + complaint);
        }
    }

    @Override
    public String toString() {
        return "Ticket[%s, node %s, rest hidden]"
                .formatted(kubeconfig.server(), nodeName().orElse("unknown"));
    }
}
