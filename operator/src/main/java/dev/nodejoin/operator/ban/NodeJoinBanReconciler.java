package dev.nodejoin.operator.ban;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.operator.join.JoinCaches;
import dev.nodejoin.operator.join.NodeJoinReconciler;
import dev.nodejoin.operator.plan.BanPlanner;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the index of bans, denies who is banned, and says what each ban hits. */
@ControllerConfiguration(
        name = "nodejoin-bans",
        fieldManager = NodeJoinReconciler.FIELD_MANAGER,
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class NodeJoinBanReconciler implements Reconciler<NodeJoinBan> {
    private static final Duration SOON = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final BanListener listener;
    private @Nullable BanCaches caches;
    private @Nullable BanIndex index;
    private volatile @Nullable Parts parts;

    public NodeJoinBanReconciler(KubernetesClient client, InstantSource clock, BanListener listener) {
        this.client = client;
        this.clock = clock;
        this.listener = listener;
    }

    /** What it works with once the caches of joins are filled. */
    private record Parts(BanIndex index, BanObserver observer, BanActuator actuator) {}

    @Override
    public List<EventSource<?, NodeJoinBan>> prepareEventSources(EventSourceContext<NodeJoinBan> context) {
        var made = new BanCaches(context);
        caches = made;
        index = new BanIndex(client, made, clock);
        return made.eventSources();
    }

    /** The operator has started. Bans that were lifted in its absence leave the index, bans that were written enter it. */
    public void begin(JoinCaches joins) {
        var filled = Objects.requireNonNull(caches, "The event sources are prepared first");
        var kept = Objects.requireNonNull(index);
        kept.refresh();
        parts = new Parts(kept, new BanObserver(joins, kept), new BanActuator(client, joins, listener));
        joins.watchCertificateRequests(filled::seen);
    }

    @Override
    public UpdateControl<NodeJoinBan> reconcile(NodeJoinBan ban, Context<NodeJoinBan> context) {
        var ready = parts;
        if (ready == null) return UpdateControl.<NodeJoinBan>noUpdate().rescheduleAfter(SOON);
        try {
            ready.index().refresh();
            if (context.isPrimaryResourceDeleted()) return UpdateControl.noUpdate();
            return advance(ready, ban, context);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            return UpdateControl.<NodeJoinBan>noUpdate().rescheduleAfter(SOON);
        }
    }

    private UpdateControl<NodeJoinBan> advance(Parts ready, NodeJoinBan ban, Context<NodeJoinBan> context) {
        var plan = BanPlanner.plan(ready.observer().observe(ban), clock.instant());
        remember(ban, ready.actuator().carryOut(ban, plan), context);
        var rest = Duration.between(clock.instant(), plan.lookAgainAt());
        return UpdateControl.<NodeJoinBan>noUpdate().rescheduleAfter(rest.compareTo(SOON) < 0 ? SOON : rest);
    }

    /** Read-your-own-writes: the next reconciliation must not begin with an older status. */
    private static void remember(NodeJoinBan before, NodeJoinBan after, Context<NodeJoinBan> context) {
        if (after.equals(before)) return;
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(after), after, before);
    }
}
