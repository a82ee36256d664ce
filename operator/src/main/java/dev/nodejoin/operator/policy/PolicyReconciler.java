package dev.nodejoin.operator.policy;

import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicyStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/** Says in a policy's status whether it compiles, and what it would have refused. At most one write a second and policy. */
@ControllerConfiguration(name = "nodejoin-policy", generationAwareEventProcessing = false)
@RateLimited(maxReconciliations = 1, within = 1)
public final class PolicyReconciler implements Reconciler<NodeJoinPolicy> {
    private static final Duration AFTER_CONFLICT = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final PolicyLibrary library;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SimpleInboundEventSource<NodeJoinPolicy> bell = new SimpleInboundEventSource<>();

    /** Asks nobody until it is registered. */
    public PolicyReconciler(KubernetesClient client, PolicyLibrary library, AuditLog audit, InstantSource clock) {
        this.client = client;
        this.library = library;
        this.audit = audit;
        this.clock = clock;
    }

    /** What it would refuse has changed. */
    public void lookAgainAt(String policy) {
        bell.propagateEvent(new ResourceID(policy));
    }

    @Override
    public List<EventSource<?, NodeJoinPolicy>> prepareEventSources(EventSourceContext<NodeJoinPolicy> context) {
        return List.of(bell);
    }

    @Override
    public UpdateControl<NodeJoinPolicy> reconcile(NodeJoinPolicy policy, Context<NodeJoinPolicy> context) {
        try {
            write(policy, context);
            return UpdateControl.noUpdate();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            return UpdateControl.<NodeJoinPolicy>noUpdate().rescheduleAfter(AFTER_CONFLICT);
        }
    }

    private void write(NodeJoinPolicy policy, Context<NodeJoinPolicy> context) {
        var before = Objects.requireNonNullElse(policy.getStatus(), PolicyStatusPlanning.EMPTY);
        var metadata = policy.getMetadata();
        var remembered = audit.of(metadata.getName(), Instant.parse(metadata.getCreationTimestamp()));
        var status = PolicyStatusPlanning.plan(
                before, metadata.getGeneration(), library.read(policy), remembered, clock.instant());
        if (!status.equals(before))
            context.eventSourceRetriever()
                    .getControllerEventSource()
                    .handleRecentResourceUpdate(ResourceID.fromResource(policy), written(policy, status), policy);
    }

    private NodeJoinPolicy written(NodeJoinPolicy policy, NodeJoinPolicyStatus status) {
        var changed = client.getKubernetesSerialization().clone(policy);
        changed.setStatus(status);
        return client.resource(changed)
                .lockResourceVersion(policy.getMetadata().getResourceVersion())
                .updateStatus();
    }
}
