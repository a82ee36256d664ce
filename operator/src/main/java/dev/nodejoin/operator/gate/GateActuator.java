package dev.nodejoin.operator.gate;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.failure.Failures;
import dev.nodejoin.operator.gate.plan.GateEffect;
import dev.nodejoin.operator.gate.plan.GatePlan;
import dev.nodejoin.policy.gate.InboxEntry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Carries out plans about the gate. Judges nothing. */
final class GateActuator {
    private final KubernetesClient client;
    private final GateCaches caches;
    private final GateSettings settings;
    private final GateListener listener;

    GateActuator(KubernetesClient client, GateCaches caches, GateSettings settings, GateListener listener) {
        this.client = client;
        this.caches = caches;
        this.settings = settings;
        this.listener = listener;
    }

    /** The gate with its new status; empty if the status was right. An effect that fails holds up no other. */
    Optional<NodeJoinGate> carryOut(NodeJoinGate gate, GatePlan plan) {
        var written = plan.status().equals(GateObserver.statusOf(gate))
                ? Optional.<NodeJoinGate>empty()
                : Optional.of(writeStatus(gate, plan));
        var failures = new Failures();
        plan.effects().forEach(effect -> failures.collect(() -> carryOut(effect)));
        failures.rethrow();
        return written;
    }

    private NodeJoinGate writeStatus(NodeJoinGate gate, GatePlan plan) {
        var changed = client.getKubernetesSerialization().clone(gate);
        changed.setStatus(plan.status());
        var written = client.resource(changed)
                .lockResourceVersion(gate.getMetadata().getResourceVersion())
                .updateStatus();
        listener.statusWritten(gate, written);
        return written;
    }

    private void carryOut(GateEffect effect) {
        var done = switch (effect) {
            case GateEffect.TakeIn takeIn -> takeIn(takeIn);
            case GateEffect.Withdraw(var entry) -> withdraw(entry);
            case GateEffect.HideClusterInfo(var resourceVersion) -> hideClusterInfo(resourceVersion);
        };
        if (done) listener.carriedOut(effect);
    }

    /** Creates rather than applies: one of that name is the same machine's, or somebody else's to keep. */
    private boolean takeIn(GateEffect.TakeIn takeIn) {
        try {
            caches.remember(client.resource(InboxRequests.toRequest(takeIn, settings.operatorUser()))
                    .create());
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return false;
            throw e;
        }
    }

    /** Of the version that was judged: an approval in between keeps it. */
    private boolean withdraw(InboxEntry entry) {
        var request = new NodeJoinRequest();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace(entry.namespace())
                .withName(entry.name())
                .build());
        return isDeleted(client.resource(request)
                .lockResourceVersion(entry.resourceVersion())
                .delete());
    }

    private boolean hideClusterInfo(String resourceVersion) {
        return isDeleted(client.rbac()
                .roleBindings()
                .inNamespace(GateCaches.CLUSTER_INFO_NAMESPACE)
                .withName(GateCaches.CLUSTER_INFO_BINDING)
                .lockResourceVersion(resourceVersion)
                .delete());
    }

    private static boolean isDeleted(List<StatusDetails> answer) {
        return !answer.isEmpty();
    }
}
