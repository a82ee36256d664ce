package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.NodeName;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a machine needs to join as one node: where the API server is, whom to trust, the token, and how to
 * register. Its {@linkplain #data() data} suits {@code kubeadm join --config}, the node agent and cloud-init alike.
 *
 * @param trust how kubeadm comes to trust the cluster; the node agent takes the kubeconfig in either case
 * @param taints what the node registers with
 * @param settings what the machine's own part of the join is told
 * @param certificateLifetime for which the node agent asks; kubeadm has no such setting
 */
public record HandOff(
        NodeName nodeName,
        ApiServer server,
        CertificateBundle authorities,
        BootstrapToken token,
        TrustSource trust,
        List<Taint> taints,
        MachineSettings settings,
        Optional<CertificateLifetime> certificateLifetime) {
    /** The type of the Secret that carries a hand-off. */
    public static final String SECRET_TYPE = "nodejoin.dev/hand-off";

    /** The folder on the node for the files of the hand-off. */
    public static final String DIRECTORY = "/etc/kubernetes/nodejoin";

    /** The folder on the node for the patches of the hand-off; kubeadm's configuration names it if there are any. */
    public static final String PATCHES_DIRECTORY = DIRECTORY + "/patches";

    /** The kubeconfig with the CA and the token. */
    public static final String DISCOVERY = "discovery.conf";

    /** kubeadm's configuration, which names the kubeconfig by its place in {@link #DIRECTORY}, or holds token and pins. */
    public static final String JOIN_CONFIGURATION = "join-configuration.yaml";

    /** Seconds for which the node's first certificate is asked; absent where the signer decides. */
    public static final String CERTIFICATE_LIFETIME = "certificate-lifetime-seconds";

    public static final String AUTHORITIES = "ca.crt";

    /** Data for machines that read it at their first start; the key and its partner are those of Cluster API. */
    public static final String USER_DATA = "value";

    public static final String USER_DATA_FORMAT = "format";

    public HandOff {
        taints = List.copyOf(taints);
    }

    /** Throws {@link dev.nodejoin.protocol.MalformedInputException} for a name, URL or bundle that can't be used. */
    public static HandOff of(
            String nodeName, String server, String caBundle, BootstrapToken token, List<Taint> taints) {
        return new HandOff(
                new NodeName(nodeName),
                new ApiServer(server),
                CertificateBundle.parse(caBundle),
                token,
                TrustSource.CA_BUNDLE,
                taints,
                MachineSettings.NONE,
                Optional.empty());
    }

    /** The same for a machine that finds the authorities there. */
    public HandOff withTrust(TrustSource source) {
        return new HandOff(nodeName, server, authorities, token, source, taints, settings, certificateLifetime);
    }

    /** The same for a machine that is told so. */
    public HandOff withSettings(MachineSettings other) {
        return new HandOff(nodeName, server, authorities, token, trust, taints, other, certificateLifetime);
    }

    /** The same with a certificate that lives for so long, or for as long as the signer likes. */
    public HandOff withCertificateLifetime(Optional<CertificateLifetime> lifetime) {
        return new HandOff(nodeName, server, authorities, token, trust, taints, settings, lifetime);
    }

    /** The Secret's data (plain text, as for {@code stringData}), sorted by key. The token is in it. */
    public SortedMap<String, String> data() {
        var data = new TreeMap<String, String>();
        data.put(DISCOVERY, kubeconfig().write());
        data.put(JOIN_CONFIGURATION, joinConfiguration().write());
        data.put(AUTHORITIES, authorities.toPem());
        for (var index = 0; index < settings.patches().size(); index++) {
            var patch = settings.patches().get(index);
            data.put(patch.key(index), patch.text());
        }
        certificateLifetime.ifPresent(lifetime -> data.put(CERTIFICATE_LIFETIME, Long.toString(lifetime.seconds())));
        data.put(USER_DATA, userData(data));
        data.put(USER_DATA_FORMAT, CloudConfig.FORMAT);
        return data;
    }

    /** Only what {@code kubeadm join --config} reads. */
    private String userData(SortedMap<String, String> data) {
        var files = new TreeMap<>(data);
        files.keySet()
                .retainAll(
                        trust == TrustSource.CA_BUNDLE
                                ? Set.of(DISCOVERY, JOIN_CONFIGURATION)
                                : Set.of(JOIN_CONFIGURATION));
        for (var index = 0; index < settings.patches().size(); index++) {
            var patch = settings.patches().get(index);
            files.put("patches/" + patch.fileName(index), patch.text());
        }
        return CloudConfig.of(files);
    }

    public Kubeconfig kubeconfig() {
        return Kubeconfig.discovery(server.url(), authorities.toPem(), token);
    }

    public JoinConfiguration joinConfiguration() {
        var plain = JoinConfiguration.of(
                discovery(), settings.registration().withName(nodeName.value()).withTaints(taints));
        return new JoinConfiguration(
                plain.discovery(),
                plain.nodeRegistration(),
                plain.controlPlane(),
                plain.caCertPath(),
                settings.timeouts(),
                settings.skipPhases(),
                settings.patches().isEmpty() ? Optional.empty() : Optional.of(PATCHES_DIRECTORY),
                plain.dryRun(),
                plain.warnings());
    }

    private Discovery discovery() {
        return switch (trust) {
            case CA_BUNDLE -> Discovery.file(DIRECTORY + "/" + DISCOVERY);
            case CLUSTER_INFO ->
                Discovery.token(new BootstrapTokenDiscovery(token, server.endpoint(), authorities.pins(), false));
        };
    }

    @Override
    public String toString() {
        return "HandOff[%s, %s, token %s, rest hidden]".formatted(nodeName, server.url(), token.id());
    }
}
