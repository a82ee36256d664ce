package dev.nodejoin.operator.gate;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.operator.approval.ProtectionObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Puts the parts of the gate's controller together.
 *
 * @param made is given the caches, for metrics
 */
public record GateControllers(
        KubernetesClient client,
        ProtectionObserver.Shipped shipped,
        GateSettings settings,
        InstantSource clock,
        GateListener listener,
        Consumer<GateCaches> made) {
    GateController create(EventSourceContext<NodeJoinGate> context) {
        var caches = new GateCaches(context);
        made.accept(caches);
        var protection = new ProtectionObserver(shipped, caches::protection, client, clock);
        return new GateController(
                caches,
                new GateObserver(caches, protection, settings),
                new GateActuator(client, caches, settings, listener));
    }
}
