package dev.nodejoin.operator.handoff;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code kube-public/cluster-info} without credentials: what matters is what a machine will see. */
public final class ClusterInfoReader implements Supplier<PublishedClusterInfo> {
    private final KubernetesClient anonymous;

    /** The client must not have any credentials. */
    public ClusterInfoReader(KubernetesClient anonymous) {
        this.anonymous = anonymous;
    }

    @Override
    public PublishedClusterInfo get() {
        try {
            var found = anonymous
                    .configMaps()
                    .inNamespace("kube-public")
                    .withName("cluster-info")
                    .get();
            return Optional.ofNullable(found)
                    .<PublishedClusterInfo>map(map -> new PublishedClusterInfo.Present(
                            Objects.requireNonNullElse(map.getData(), Map.<String, String>of())))
                    .orElseGet(PublishedClusterInfo.Missing::new);
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                    new PublishedClusterInfo.Hidden(e.getCode());
                default -> throw e;
            };
        }
    }
}
