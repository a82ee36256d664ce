package dev.nodejoin.agent.discovery;

import dev.nodejoin.agent.discovery.Look.NotYet;
import dev.nodejoin.agent.discovery.Look.Rejected;
import dev.nodejoin.agent.discovery.Look.Trusted;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.ApiServer;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.ClusterInfoSignature;
import java.util.Map;
import java.util.Optional;

/**
 * kubeadm's rules for token discovery. The first look is at an answer of nobody in particular: the token's signature says
 * who wrote it, and the pins say who the certificate authority is. The second look is over TLS by that authority, and must
 * show the same text.
 */
public final class ClusterInfoJudgement {
    static final String KUBECONFIG = "kubeconfig";

    private final BootstrapTokenDiscovery wanted;

    public ClusterInfoJudgement(BootstrapTokenDiscovery wanted) {
        this.wanted = wanted;
    }

    /** Whether the trust rests on more than the token: without a pin there is no second look. */
    public boolean isPinned() {
        return !wanted.caCertHashes().isEmpty();
    }

    /**
     * Judges the data of the ConfigMap as anybody may have sent it.
     *
     * @param data empty if there is no such ConfigMap
     */
    public Look first(Optional<Map<String, String>> data) {
        return data.map(this::first).orElseGet(() -> new NotYet(DiscoveryFailures.noClusterInfo()));
    }

    /** Judges the data of the ConfigMap as the server behind the trusted authority sent it. */
    public Look second(ClusterInfo first, Optional<Map<String, String>> data) {
        return data.<Look>map(now -> first.text().equals(now.get(KUBECONFIG))
                        ? new Trusted(first)
                        : new Rejected(DiscoveryFailures.changedInBetween()))
                .orElseGet(() -> new NotYet(DiscoveryFailures.noClusterInfo()));
    }

    /** Judges the data of the ConfigMap as a server sent it that is trusted anyway: no signature is needed. */
    public static Look published(Optional<Map<String, String>> data) {
        return data.map(map -> Optional.ofNullable(map.get(KUBECONFIG)))
                .map(text -> text.map(ClusterInfoJudgement::readable)
                        .orElseGet(() -> new Rejected(DiscoveryFailures.noKubeconfig())))
                .orElseGet(() -> new NotYet(DiscoveryFailures.noClusterInfo()));
    }

    private Look first(Map<String, String> data) {
        var signature = data.getOrDefault(ClusterInfoSignature.key(token().id()), "");
        if (signature.isEmpty()) {
            return new NotYet(unsigned(data));
        }
        var text = data.getOrDefault(KUBECONFIG, "");
        if (text.isEmpty()) {
            return new Rejected(DiscoveryFailures.noKubeconfig());
        }
        if (!ClusterInfoSignature.verifies(signature, text, token())) {
            return new Rejected(DiscoveryFailures.wrongToken(token().id()));
        }
        return signed(text);
    }

    private Failure unsigned(Map<String, String> data) {
        var hasOthers = data.keySet().stream().anyMatch(key -> key.startsWith(ClusterInfoSignature.KEY_PREFIX));
        return hasOthers ? DiscoveryFailures.unknownToken(token().id()) : DiscoveryFailures.unsigned(token().id());
    }

    private Look signed(String text) {
        var look = readable(text);
        return look instanceof Trusted(ClusterInfo info) && isPinned() && !matchesPin(info)
                ? new Rejected(DiscoveryFailures.pinMismatch(info.authorities().pins()))
                : look;
    }

    private boolean matchesPin(ClusterInfo info) {
        var certificates = info.authorities().certificates();
        return wanted.caCertHashes().stream().anyMatch(pin -> pin.matchesAny(certificates));
    }

    private static Look readable(String text) {
        try {
            return new Trusted(read(text));
        } catch (MalformedInputException e) {
            return new Rejected(DiscoveryFailures.unusableClusterInfo(String.valueOf(e.getMessage())));
        }
    }

    private static ClusterInfo read(String text) {
        var kubeconfig = Kubeconfig.parse(text);
        var caPem = kubeconfig
                .caPem()
                .orElseThrow(() -> new MalformedInputException("its kubeconfig has no certificate-authority-data"));
        return new ClusterInfo(text, new ApiServer(kubeconfig.server()).url(), caPem, CertificateBundle.parse(caPem));
    }

    private BootstrapToken token() {
        return wanted.token();
    }
}
