package dev.nodejoin.operator.gate;

import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.operator.gate.plan.GatePlan;
import dev.nodejoin.operator.gate.plan.GatePlanner;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the gate's status true, and does what its specification asks for. The gate itself needs no operator. */
@ControllerConfiguration(name = "nodejoin-gate", generationAwareEventProcessing = false)
public final class NodeJoinGateReconciler implements Reconciler<NodeJoinGate> {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration SHORTEST_REST = Duration.ofMillis(50);

    private final GateControllers controllers;
    private final InstantSource clock;
    private @Nullable GateController controller;

    public NodeJoinGateReconciler(GateControllers controllers, InstantSource clock) {
        this.controllers = controllers;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, NodeJoinGate>> prepareEventSources(EventSourceContext<NodeJoinGate> context) {
        var made = controllers.create(context);
        controller = made;
        return made.caches().eventSources();
    }

    @Override
    public UpdateControl<NodeJoinGate> reconcile(NodeJoinGate gate, Context<NodeJoinGate> context) {
        var made = Objects.requireNonNull(controller, "The event sources are prepared first");
        return made.observer()
                .observe(gate)
                .map(snapshot -> carryOut(made, gate, GatePlanner.plan(snapshot, clock.instant()), context))
                .orElseGet(() -> restFor(SOON));
    }

    private UpdateControl<NodeJoinGate> carryOut(
            GateController made, NodeJoinGate gate, GatePlan plan, Context<NodeJoinGate> context) {
        try {
            made.actuator().carryOut(gate, plan).ifPresent(written -> remember(gate, written, context));
            return plan.lookAgainAt()
                    .map(at -> restFor(Duration.between(clock.instant(), at)))
                    .orElseGet(UpdateControl::noUpdate);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            return restFor(SOON);
        }
    }

    /** Read-your-own-writes: the next reconciliation must not begin with an older status. */
    private static void remember(NodeJoinGate before, NodeJoinGate after, Context<NodeJoinGate> context) {
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(after), after, before);
    }

    private static UpdateControl<NodeJoinGate> restFor(Duration rest) {
        return UpdateControl.<NodeJoinGate>noUpdate()
                .rescheduleAfter(Optional.of(rest)
                        .filter(duration -> duration.compareTo(SHORTEST_REST) > 0)
                        .orElse(SHORTEST_REST));
    }
}
