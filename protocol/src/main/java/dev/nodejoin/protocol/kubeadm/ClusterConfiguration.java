package dev.nodejoin.protocol.kubeadm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.Documents;
import dev.nodejoin.protocol.yaml.Section;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/**
 * What a joining node needs of the cluster's ClusterConfiguration (ConfigMap {@code kube-system/kubeadm-config}), with
 * kubeadm's defaults where nothing is said.
 *
 * @param clusterDns the tenth address of the service network
 * @param nodeLocalCriSocket whether the runtime's socket is written to the instance configuration rather than to a flag
 */
public record ClusterConfiguration(
        String clusterName,
        KubernetesVersion kubernetesVersion,
        Optional<String> controlPlaneEndpoint,
        String clusterDns,
        String clusterDomain,
        String certificatesDir,
        boolean nodeLocalCriSocket) {
    public static final int MAX_BYTES = 1_048_576;

    private static final Set<String> API_VERSIONS = Set.of("kubeadm.k8s.io/v1beta3", "kubeadm.k8s.io/v1beta4");
    private static final String DEFAULT_DNS = "10.96.0.10";

    /** Reads the data key {@code ClusterConfiguration}; fields that a node does not need are read over. */
    public static ClusterConfiguration parse(String text) {
        var document = Documents.single(text.getBytes(UTF_8), MAX_BYTES);
        if (!document.requiredText("kind").equals("ClusterConfiguration")
                || !API_VERSIONS.contains(document.requiredText("apiVersion"))) {
            throw new MalformedInputException(
                    "kubeadm-config holds no ClusterConfiguration of kubeadm.k8s.io/v1beta4 or v1beta3");
        }
        var version = KubernetesVersion.parse(document.requiredText("kubernetesVersion"));
        var networking = document.section("networking");
        return new ClusterConfiguration(
                document.filledText("clusterName").orElse("kubernetes"),
                version,
                document.filledText("controlPlaneEndpoint"),
                networking
                        .flatMap(section -> section.filledText("serviceSubnet"))
                        .map(ClusterConfiguration::dnsAddress)
                        .orElse(DEFAULT_DNS),
                networking.flatMap(section -> section.filledText("dnsDomain")).orElse("cluster.local"),
                document.filledText("certificatesDir").orElse("/etc/kubernetes/pki"),
                isNodeLocalCriSocket(version, document.section("featureGates")));
    }

    /** On by default since 1.34; a 1.35 cluster may still have switched it off. */
    private static boolean isNodeLocalCriSocket(KubernetesVersion version, Optional<Section> gates) {
        return version.isAtLeast(1, 36)
                || gates.flatMap(section -> section.flag("NodeLocalCRISocket")).orElse(version.isAtLeast(1, 34));
    }

    /** The tenth address of the first network; what can't be read gives kubeadm's default, as with kubeadm. */
    private static String dnsAddress(String networks) {
        try {
            var parts = networks.split(",", -1)[0].split("/", -1);
            var address = IpAddress.parse(parts[0]).bytes();
            int hostBits = 8 * address.length - (parts.length == 2 ? Integer.parseInt(parts[1]) : -1);
            if (hostBits < 4 || hostBits > 8 * address.length) {
                return DEFAULT_DNS;
            }
            var network = new BigInteger(1, address).shiftRight(hostBits).shiftLeft(hostBits);
            return IpAddress.of(bytes(network.add(BigInteger.TEN), address.length))
                    .toString();
        } catch (MalformedInputException | NumberFormatException e) {
            return DEFAULT_DNS;
        }
    }

    private static byte[] bytes(BigInteger number, int length) {
        var bytes = number.toByteArray();
        var padded = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, padded, length - count, count);
        return padded;
    }
}
