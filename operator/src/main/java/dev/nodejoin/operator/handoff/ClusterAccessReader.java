package dev.nodejoin.operator.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.ClusterConfiguration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CertificateBundle;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how machines reach the cluster: the configured address, else that of cluster-info, else kubeadm's
 * controlPlaneEndpoint; and the CA from a file or from kube-system, never from a namespace whose tenants could change it.
 */
public final class ClusterAccessReader implements Supplier<ClusterAccess> {
    private static final Path MOUNTED_CA = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt");
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Optional<String> endpoint;
    private final Optional<Path> caBundleFile;
    private final InstantSource clock;
    private @Nullable ClusterAccess known;
    private Instant readAt = Instant.EPOCH;

    public ClusterAccessReader(
            KubernetesClient client, Optional<String> endpoint, Optional<Path> caBundleFile, InstantSource clock) {
        this.client = client;
        this.endpoint = endpoint;
        this.caBundleFile = caBundleFile;
        this.clock = clock;
    }

    /** Throws {@link ClusterAccessException} if it can't be found out. */
    @Override
    public synchronized ClusterAccess get() {
        var now = clock.instant();
        var fresh = known;
        if (fresh == null || now.isAfter(readAt.plus(GOOD_FOR))) {
            fresh = find();
            known = fresh;
            readAt = now;
        }
        return fresh;
    }

    private ClusterAccess find() {
        try {
            return new ClusterAccess(server(), caBundle());
        } catch (MalformedInputException e) {
            throw new ClusterAccessException("What machines would need to know is malformed: " + e.getMessage(), e);
        }
    }

    private String server() {
        var found = endpoint.or(this::fromClusterInfo)
                .or(this::fromKubeadm)
                .orElseThrow(
                        () -> new ClusterAccessException(
                                "No address of the API server for machines: set apiServer.endpoint in the operator's configuration"));
        return found.startsWith("https://") ? found : "https://" + found;
    }

    private Optional<String> fromClusterInfo() {
        return configMap("kube-public", "cluster-info", "kubeconfig")
                .map(text -> Kubeconfig.parse(text.getBytes(UTF_8)))
                .map(Kubeconfig::server);
    }

    private Optional<String> fromKubeadm() {
        return configMap("kube-system", "kubeadm-config", "ClusterConfiguration")
                .map(ClusterConfiguration::parse)
                .flatMap(ClusterConfiguration::controlPlaneEndpoint);
    }

    private String caBundle() {
        var pem = caBundleFile
                .or(() -> Optional.of(MOUNTED_CA).filter(Files::isReadable))
                .map(ClusterAccessReader::read)
                .or(() -> configMap("kube-system", "kube-root-ca.crt", "ca.crt"))
                .orElseThrow(() -> new ClusterAccessException(
                        "No CA certificates for machines: set apiServer.caBundleFile in the operator's configuration"));
        return CertificateBundle.parse(pem).toPem();
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > CertificateBundle.MAX_BYTES)
                throw new ClusterAccessException("%s is larger than a CA bundle may be".formatted(file));
            return Files.readString(file);
        } catch (IOException e) {
            throw new ClusterAccessException("Can't read apiServer.caBundleFile %s: %s".formatted(file, e), e);
        }
    }

    private Optional<String> configMap(String namespace, String name, String key) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .map(map -> map.getData())
                .map(data -> data.get(key));
    }

    /** What a machine would need to know can't be found out. */
    public static final class ClusterAccessException extends RuntimeException {
        ClusterAccessException(String message) {
            super(message);
        }

        ClusterAccessException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
