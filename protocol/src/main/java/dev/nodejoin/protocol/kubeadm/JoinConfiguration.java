package dev.nodejoin.protocol.kubeadm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.Documents;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * kubeadm's JoinConfiguration, {@value #API_VERSION}, with kubeadm's defaults where nothing is said.
 *
 * @param caCertPath where the cluster's CA is written on the node
 * @param warnings what was read over, as kubeadm warns: unknown fields, other documents in the file
 */
public record JoinConfiguration(
        Discovery discovery,
        NodeRegistration nodeRegistration,
        Optional<ControlPlane> controlPlane,
        String caCertPath,
        Timeouts timeouts,
        List<String> skipPhases,
        Optional<String> patchesDirectory,
        boolean dryRun,
        List<String> warnings) {
    public static final String API_VERSION = "kubeadm.k8s.io/v1beta4";
    public static final String KIND = "JoinConfiguration";
    public static final int MAX_BYTES = 1_048_576;
    static final String DEFAULT_CA_CERT_PATH = "/etc/kubernetes/pki/ca.crt";

    /** Throws {@link MalformedInputException} naming the field that kubeadm would refuse. */
    public JoinConfiguration {
        skipPhases = List.copyOf(skipPhases);
        warnings = List.copyOf(warnings);
        if (!caCertPath.startsWith("/") || !caCertPath.endsWith(".crt")) {
            throw new MalformedInputException("caCertPath must be an absolute path that ends with .crt");
        }
    }

    /** Nothing but a kubeconfig that leads to the cluster, and how to register. */
    public static JoinConfiguration withKubeconfig(String kubeConfigPath, NodeRegistration nodeRegistration) {
        return of(Discovery.file(kubeConfigPath), nodeRegistration);
    }

    /** A way to the cluster, and how to register; kubeadm's defaults for the rest. */
    public static JoinConfiguration of(Discovery discovery, NodeRegistration nodeRegistration) {
        return new JoinConfiguration(
                discovery,
                nodeRegistration,
                Optional.empty(),
                DEFAULT_CA_CERT_PATH,
                Timeouts.DEFAULTS,
                List.of(),
                Optional.empty(),
                false,
                List.of());
    }

    /** The same as {@link #parse(byte[], Supplier)} where the release is not known. */
    public static JoinConfiguration parse(byte[] bytes) {
        return parse(bytes, Optional::empty);
    }

    /**
     * Reads the JoinConfiguration of a file that may hold documents of other kinds beside it, in {@value #API_VERSION} or in
     * v1beta3 as kubeadm migrates it. What kubeadm warns about becomes a warning, what it refuses is refused.
     *
     * @param release the one that is installed, if that is known; asked for an old version only, which releases from 1.37 on
     *     do not read any more
     */
    public static JoinConfiguration parse(byte[] bytes, Supplier<Optional<KubernetesVersion>> release) {
        return JoinConfigurationReader.read(Documents.forgive(bytes, MAX_BYTES), release);
    }

    public static JoinConfiguration parse(String text) {
        return parse(text.getBytes(UTF_8));
    }

    /** The YAML, keys in alphabetical order, defaults left out. Secrets are in it. */
    public String write() {
        return JoinConfigurationWriter.write(this);
    }
}
