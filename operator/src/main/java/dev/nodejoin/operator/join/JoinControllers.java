package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.handoff.ClusterAccess;
import dev.nodejoin.operator.handoff.PublishedClusterInfo;
import dev.nodejoin.operator.policy.PolicyLibrary;
import dev.nodejoin.operator.serving.ServingObserver;
import dev.nodejoin.operator.serving.SurroundingsObserver;
import dev.nodejoin.operator.token.Attempts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Puts the parts of the join controller together.
 *
 * @param wakeApproval is told which NodeJoinApproval has to be looked at again
 */
public record JoinControllers(
        KubernetesClient client,
        ProtectionObserver.Shipped shipped,
        Supplier<ClusterAccess> clusterAccess,
        Supplier<PublishedClusterInfo> clusterInfo,
        Consumer<ResourceID> wakeApproval,
        PolicyLibrary library,
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
        var names = new NameReclaimer(client, caches, settings.operatorNamespace());
        return new JoinController(
                caches,
                protection,
                new JoinObserver(caches, protection, attempts, serving(caches), library, settings, random),
                new JoinActuator(
                        client,
                        caches,
                        protection,
                        new TokenActuator(client, attempts, clusterAccess, clusterInfo, random),
                        names,
                        settings,
                        listener),
                new NameSweeper(client, caches, attempts, names),
                wakeApproval);
    }

    private ServingObserver serving(JoinCaches caches) {
        var surroundings = new SurroundingsObserver(
                caches.serving(),
                caches::nodes,
                caches::requests,
                clusterAccess,
                URI.create(client.getMasterUrl().toString()));
        return new ServingObserver(caches.serving(), surroundings);
    }
}
