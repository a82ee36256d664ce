package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.name.NameLeases;
import dev.nodejoin.operator.token.TokenMint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a name back from a request that is gone: its tokens are worth nothing first, then nobody holds the name. */
public final class NameReclaimer {
    private static final Logger LOG = LoggerFactory.getLogger(NameReclaimer.class);

    private final KubernetesClient client;
    private final JoinCaches caches;
    private final TokenMint tokens;
    private final String operatorNamespace;

    public NameReclaimer(KubernetesClient client, JoinCaches caches, String operatorNamespace) {
        this.client = client;
        this.caches = caches;
        this.tokens = new TokenMint(client);
        this.operatorNamespace = operatorNamespace;
    }

    /** Not if the holder is there after all. What is known of a Node that is there is kept, held by nobody. */
    void reclaim(NameHold hold) {
        if (!hold.isVacant() && isAlive(hold.holder())) return;
        if (!hold.isVacant()) bury(hold);
        if (isOfLiveNode(hold)) vacate(hold);
        else free(hold);
    }

    private void bury(NameHold hold) {
        Stream.concat(Stream.of(hold.tokenId()), hold.previousTokenId().stream())
                .forEach(token ->
                        tokens.bury(token, hold.expiresAt(), hold.holder().uid(), false));
    }

    private void vacate(NameHold hold) {
        if (hold.isVacant()) return;
        var written = client.resource(NameLeases.toLease(hold.vacated(), operatorNamespace))
                .lockResourceVersion(hold.resourceVersion().orElse(null))
                .update();
        caches.remember(written);
        log(hold, "name of a deleted request remembered");
    }

    private void free(NameHold hold) {
        client.resource(NameLeases.toLease(hold, operatorNamespace))
                .lockResourceVersion(hold.resourceVersion().orElse(null))
                .delete();
        log(hold, "name of a deleted request freed");
    }

    private static void log(NameHold hold, String message) {
        LOG.atInfo()
                .addKeyValue("node", hold.nodeName())
                .addKeyValue("request", hold.holder().name())
                .addKeyValue("namespace", hold.holder().namespace())
                .log(message);
    }

    /** The cache may lag behind another process that took the name for a request just created. */
    private boolean isAlive(NameHold.Holder holder) {
        var request = client.resources(NodeJoinRequest.class)
                .inNamespace(holder.namespace())
                .withName(holder.name())
                .get();
        return request != null && request.getMetadata().getUid().equals(holder.uid());
    }

    private boolean isOfLiveNode(NameHold hold) {
        if (hold.nodeUid().isEmpty()) return false;
        var node = client.nodes().withName(hold.nodeName()).get();
        return node != null && hold.isOf(node.getMetadata().getUid());
    }
}
