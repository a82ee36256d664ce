package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.join.JoinActuator.Outcome;
import dev.nodejoin.operator.plan.JoinPlanner;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Observes, plans and acts until nothing is left to do for a request. */
@ControllerConfiguration(
        name = "nodejoin",
        fieldManager = NodeJoinReconciler.FIELD_MANAGER,
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class NodeJoinReconciler implements Reconciler<NodeJoinRequest> {
    public static final String FIELD_MANAGER = "nodejoin-operator";

    private static final int MOST_STEPS = 32;
    private static final Duration AFTER_CONFLICT = Duration.ofMillis(500);
    private static final Duration AFTER_DELETION = Duration.ofSeconds(1);
    private static final Duration SHORTEST_REST = Duration.ofMillis(50);

    private final JoinControllerFactory factory;
    private final InstantSource clock;
    private @Nullable JoinController controller;

    public NodeJoinReconciler(JoinControllerFactory factory, InstantSource clock) {
        this.factory = factory;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, NodeJoinRequest>> prepareEventSources(EventSourceContext<NodeJoinRequest> context) {
        var made = factory.create(context);
        controller = made;
        return made.caches().eventSources();
    }

    @Override
    public UpdateControl<NodeJoinRequest> reconcile(NodeJoinRequest request, Context<NodeJoinRequest> context) {
        var join = Objects.requireNonNull(controller, "The event sources are prepared first");
        join.wakeApprovals(request);
        if (context.isPrimaryResourceDeleted()) {
            join.sweeper().forget(request);
            join.actuator().forget(request);
            lookAgainSoon(request, context);
            return UpdateControl.noUpdate();
        }
        if (request.getStatus() == null) join.sweeper().forgetBefore(request);
        try {
            return advance(join, request, context);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            return UpdateControl.<NodeJoinRequest>noUpdate().rescheduleAfter(AFTER_CONFLICT);
        } catch (JoinActuator.StaleSnapshotException e) {
            return UpdateControl.<NodeJoinRequest>noUpdate().rescheduleAfter(AFTER_CONFLICT);
        }
    }

    /**
     * While a deletion is dealt with the framework hears of a request that is created again under that name, and forgets it
     * with the old one. So it is told once more.
     */
    private static void lookAgainSoon(NodeJoinRequest deleted, Context<NodeJoinRequest> context) {
        var requests = context.eventSourceRetriever().getControllerEventSource();
        CompletableFuture.delayedExecutor(AFTER_DELETION.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> requests.get(ResourceID.fromResource(deleted))
                        .ifPresent(again -> requests.eventReceived(ResourceAction.UPDATED, again, again, null)));
    }

    private UpdateControl<NodeJoinRequest> advance(
            JoinController join, NodeJoinRequest request, Context<NodeJoinRequest> context) {
        var current = request;
        for (var step = 0; step < MOST_STEPS; step++) {
            var plan = JoinPlanner.plan(join.observer().observe(current), clock.instant());
            switch (join.actuator().carryOut(current, plan)) {
                case Outcome.Written(var written) -> current = remember(current, written, context);
                case Outcome.Moved moved -> {}
                case Outcome.Rested rested -> {
                    return restFor(plan.lookAgainAt().map(at -> Duration.between(clock.instant(), at)));
                }
                case Outcome.Later(var after) -> {
                    return restFor(Optional.of(after));
                }
            }
        }
        return restFor(Optional.of(AFTER_CONFLICT));
    }

    /** Read-your-own-writes: the next reconciliation must not begin with an older status. */
    private static NodeJoinRequest remember(
            NodeJoinRequest before, NodeJoinRequest after, Context<NodeJoinRequest> context) {
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(after), after, before);
        return after;
    }

    /** A moment that came while the plan was carried out has to be kept too. */
    private static UpdateControl<NodeJoinRequest> restFor(Optional<Duration> rest) {
        var control = UpdateControl.<NodeJoinRequest>noUpdate();
        return rest.map(duration -> duration.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : duration)
                .map(control::rescheduleAfter)
                .orElse(control);
    }
}
