package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.handoff.ClusterAccess;
import dev.nodejoin.operator.token.Attempts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts the parts of the join controller together. */
public record JoinControllers(
        KubernetesClient client,
        ProtectionObserver.Shipped shipped,
        Supplier<ClusterAccess> clusterAccess,
        JoinSettings settings,
        InstantSource clock,
        RandomGenerator random,
        JoinListener listener)
        implements JoinControllerFactory {
    @Override
    public JoinController create(EventSourceContext<NodeJoinRequest> context) {
        var caches = new JoinCaches(context, settings.operatorNamespace());
        var protection = new ProtectionObserver(shipped, caches::protection, client, clock);
        var attempts = new Attempts();
        return new JoinController(
                caches,
                protection,
                new JoinObserver(caches, protection, attempts, settings, random),
                new JoinActuator(
                        client,
                        caches,
                        protection,
                        new TokenActuator(client, attempts, clusterAccess, random),
                        settings,
                        listener),
                new NameSweeper(client, caches, attempts, settings.operatorNamespace()));
    }
}
