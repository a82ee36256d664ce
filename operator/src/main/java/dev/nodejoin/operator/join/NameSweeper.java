package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.plan.SweepRules;
import dev.nodejoin.operator.plan.SweepRules.Sweep;
import dev.nodejoin.operator.token.Attempts;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what requests leave behind that were deleted: their unused tokens and the names they held. What is known of a
 * Node that is there stays.
 *
 * <p>Begins from the Leases. Never while the custom resource definition is missing, for then no request is gone, only
 * invisible.
 */
public final class NameSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(NameSweeper.class);
    private static final String DEFINITION = "nodejoinrequests.nodejoin.dev";

    private final KubernetesClient client;
    private final JoinCaches caches;
    private final Attempts attempts;
    private final NameReclaimer names;

    public NameSweeper(KubernetesClient client, JoinCaches caches, Attempts attempts, NameReclaimer names) {
        this.client = client;
        this.caches = caches;
        this.attempts = attempts;
        this.names = names;
    }

    /**
     * A request was seen to be deleted: what it leaves behind goes, however many others are deleted at the same time.
     *
     * <p>Told by its name: if it was created again at once, the framework may hand over the new one for the old.
     */
    void forget(NodeJoinRequest request) {
        attempts.forget(request.getMetadata().getUid());
        clear(holdsOf(request));
    }

    /** A request is seen for the first time: one that bore its name before is gone, though nobody may have seen it go. */
    void forgetBefore(NodeJoinRequest request) {
        clear(holdsOf(request).stream()
                .filter(hold ->
                        !hold.holder().uid().equals(request.getMetadata().getUid()))
                .toList());
    }

    private List<NameHold> holdsOf(NodeJoinRequest request) {
        return caches.holds().stream()
                .filter(hold ->
                        hold.holder().namespace().equals(request.getMetadata().getNamespace()))
                .filter(hold ->
                        hold.holder().name().equals(request.getMetadata().getName()))
                .toList();
    }

    private void clear(List<NameHold> orphans) {
        if (!orphans.isEmpty() && mayClear()) orphans.forEach(names::reclaim);
    }

    private boolean mayClear() {
        if (isDefinitionServed()) return true;
        LOG.atWarn().log("sweep skipped: custom resource definition missing");
        return false;
    }

    /** Clears away what was deleted while no operator ran; doubts itself when that is much. */
    public void sweep() {
        if (!mayClear()) return;
        var live = caches.requests().stream()
                .map(request -> request.getMetadata().getUid())
                .collect(Collectors.toSet());
        switch (SweepRules.plan(caches.holds(), live, caches.nodeUids())) {
            case Sweep.Clear(var orphans) -> orphans.forEach(names::reclaim);
            case Sweep.TooMany(var orphans, var holds) ->
                LOG.atWarn()
                        .addKeyValue("orphans", orphans)
                        .addKeyValue("holds", holds)
                        .log("sweep skipped: too many requests gone at once");
        }
    }

    private boolean isDefinitionServed() {
        var definition = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(DEFINITION)
                .get();
        return definition != null
                && definition.getMetadata().getDeletionTimestamp() == null
                && isEstablished(definition);
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }
}
