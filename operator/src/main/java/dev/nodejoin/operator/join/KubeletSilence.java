package dev.nodejoin.operator.join;

import dev.nodejoin.operator.plan.Silence;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Whether kubelets are heard of. Read live and for one Node at a time: an informer would be woken by every Node of the
 * cluster every ten seconds.
 */
final class KubeletSilence {
    static final Duration NEXT_LOOK = Duration.ofMinutes(1);

    private static final String NAMESPACE = "kube-node-lease";

    private final KubernetesClient client;

    KubeletSilence(KubernetesClient client) {
        this.client = client;
    }

    /** A Node without a Lease is silent: a living kubelet makes one within ten seconds. */
    boolean lasts(Silence silence) {
        return lastSign(silence.nodeName())
                .filter(sign -> sign.isAfter(silence.since()))
                .isEmpty();
    }

    private Optional<Instant> lastSign(String nodeName) {
        return Optional.ofNullable(client.leases()
                        .inNamespace(NAMESPACE)
                        .withName(nodeName)
                        .get())
                .map(Lease::getSpec)
                .flatMap(spec -> Optional.ofNullable(spec.getRenewTime()))
                .map(ZonedDateTime::toInstant);
    }
}
