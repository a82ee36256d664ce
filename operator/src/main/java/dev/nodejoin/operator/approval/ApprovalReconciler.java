package dev.nodejoin.operator.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalStatus;
import dev.nodejoin.operator.plan.ApprovalStatusPlanning;
import dev.nodejoin.policy.approval.WrittenApprovalRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says in the status of a NodeJoinApproval what became of it, and spends it. The request's own reconciler counts it once it
 * is spent; so each status has one writer.
 */
@ControllerConfiguration(name = "nodejoin-approval", generationAwareEventProcessing = false)
public final class ApprovalReconciler implements Reconciler<NodeJoinApproval> {
    private static final Duration SOON = Duration.ofMillis(500);
    /** An approval without a request hears nothing of a change of the admission policies. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private final KubernetesClient client;
    private final Supplier<Optional<Surroundings>> surroundings;
    private final InstantSource clock;
    private final SimpleInboundEventSource<NodeJoinApproval> bell = new SimpleInboundEventSource<>();

    /**
     * Asks nobody until it is registered.
     *
     * @param surroundings empty until the caches are filled
     */
    public ApprovalReconciler(
            KubernetesClient client, Supplier<Optional<Surroundings>> surroundings, InstantSource clock) {
        this.client = client;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    /** Something changed that this approval may be about. */
    public void lookAgainAt(ResourceID approval) {
        bell.propagateEvent(approval);
    }

    @Override
    public List<EventSource<?, NodeJoinApproval>> prepareEventSources(EventSourceContext<NodeJoinApproval> context) {
        return List.of(bell);
    }

    @Override
    public UpdateControl<NodeJoinApproval> reconcile(NodeJoinApproval approval, Context<NodeJoinApproval> context) {
        var around = surroundings.get();
        if (around.isEmpty()) return UpdateControl.<NodeJoinApproval>noUpdate().rescheduleAfter(SOON);
        try {
            return judge(approval, around.get(), context);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            return UpdateControl.<NodeJoinApproval>noUpdate().rescheduleAfter(SOON);
        }
    }

    private UpdateControl<NodeJoinApproval> judge(
            NodeJoinApproval approval, Surroundings around, Context<NodeJoinApproval> context) {
        var now = clock.instant();
        var written = WrittenApprovalReader.read(approval);
        var protection = around.observed();
        var request = around.request(
                approval.getMetadata().getNamespace(),
                Objects.requireNonNullElse(approval.getSpec().request(), ""));
        var verdict = WrittenApprovalRules.judge(written, request, protection.protection(), protection.since(), now);
        write(approval, ApprovalStatusPlanning.plan(WrittenApprovalReader.statusOf(approval), verdict, now), context);
        return UpdateControl.<NodeJoinApproval>noUpdate().rescheduleAfter(rest(approval));
    }

    private Duration rest(NodeJoinApproval approval) {
        return WrittenApprovalRules.expiry(approval.getSpec())
                .map(end -> Duration.between(clock.instant(), end).plus(SOON))
                .filter(left -> left.compareTo(SOON) >= 0 && left.compareTo(LOOK_AGAIN) < 0)
                .orElse(LOOK_AGAIN);
    }

    private void write(NodeJoinApproval approval, NodeJoinApprovalStatus status, Context<NodeJoinApproval> context) {
        if (status.equals(WrittenApprovalReader.statusOf(approval))) return;
        var changed = client.getKubernetesSerialization().clone(approval);
        changed.setStatus(status);
        var written = client.resource(changed)
                .lockResourceVersion(approval.getMetadata().getResourceVersion())
                .updateStatus();
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(written), written, approval);
    }
}
