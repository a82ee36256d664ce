package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.approval.Surroundings;
import dev.nodejoin.policy.approval.AskedFor;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parts that one reconciler works with, made once its event sources are known.
 *
 * @param wakeApproval is told which NodeJoinApproval has to be looked at again
 */
public record JoinController(
        JoinCaches caches,
        ProtectionObserver protection,
        JoinObserver observer,
        JoinActuator actuator,
        NameSweeper sweeper,
        Consumer<ResourceID> wakeApproval)
        implements Surroundings {

    /** The caches are filled: looks at the protection, whose age counts from here, and clears away what was left behind. */
    public void begin() {
        protection.observe();
        sweeper.sweep();
    }

    /** Approvals that are not spent yet may be about what the request has become. */
    void wakeApprovals(NodeJoinRequest request) {
        caches.approvals(ResourceID.fromResource(request)).stream()
                .filter(JoinController::isUnspent)
                .map(ResourceID::fromResource)
                .forEach(wakeApproval);
    }

    private static boolean isUnspent(NodeJoinApproval approval) {
        return approval.getStatus() == null || approval.getStatus().spentOn() == null;
    }

    @Override
    public Optional<AskedFor> request(String namespace, String name) {
        return caches.request(namespace, name)
                .map(request -> new AskedFor(request.getMetadata().getUid(), request.getSpec()));
    }

    @Override
    public ProtectionObserver.Observation observed() {
        return protection.observe();
    }
}
