package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.approval.ProtectionObserver;
import dev.nodejoin.operator.csr.CertificateApprover;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.name.NameLeases;
import dev.nodejoin.operator.plan.Effect;
import dev.nodejoin.operator.plan.JoinPlan;
import dev.nodejoin.operator.plan.NodeSetUp;
import dev.nodejoin.operator.serving.ServingActuator;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;

/** Carries out plans: first the status, then one effect. Judges nothing. */
final class JoinActuator {
    private static final Duration SOON = Duration.ofMillis(200);

    private final KubernetesClient client;
    private final JoinCaches caches;
    private final ProtectionObserver protection;
    private final TokenActuator tokens;
    private final NameReclaimer names;
    private final KubeletSilence silence;
    private final CertificateApprover certificates;
    private final ServingActuator serving;
    private final NodeWriter nodes;
    private final JoinSettings settings;
    private final JoinListener listener;

    JoinActuator(
            KubernetesClient client,
            JoinCaches caches,
            ProtectionObserver protection,
            TokenActuator tokens,
            NameReclaimer names,
            JoinSettings settings,
            JoinListener listener) {
        this.client = client;
        this.caches = caches;
        this.protection = protection;
        this.tokens = tokens;
        this.names = names;
        this.silence = new KubeletSilence(client);
        this.certificates = new CertificateApprover(client);
        this.serving = new ServingActuator(certificates, caches.serving());
        this.nodes = new NodeWriter(client);
        this.settings = settings;
        this.listener = listener;
    }

    /** What carrying out a plan led to. */
    sealed interface Outcome {
        /** The status was written; plan again, with the request as it is now. */
        record Written(NodeJoinRequest request) implements Outcome {}

        /** Something else changed; plan again. */
        record Moved() implements Outcome {}

        /** Nothing to do. */
        record Rested() implements Outcome {}

        /** Not yet possible; try again after this time. */
        record Later(Duration after) implements Outcome {}
    }

    Outcome carryOut(NodeJoinRequest request, JoinPlan plan) {
        listener.judged(request, plan.audited());
        if (!plan.status().equals(JoinObserver.statusOf(request))) return writeStatus(request, plan);
        return switch (plan.effect()) {
            case Effect.None none -> new Outcome.Rested();
            case Effect.HoldName(var hold) -> holdName(hold);
            case Effect.FreeName(var hold) -> freeName(hold);
            case Effect.Reclaim(var hold) -> reclaim(hold);
            case Effect.Mint mint -> tokens.mint(request, mint);
            case Effect.Prove prove -> tokens.prove(request);
            case Effect.SeekSignature seek -> tokens.seekSignature(request);
            case Effect.HandOver handOver -> tokens.handOver(request, handOver);
            case Effect.Bury bury -> tokens.bury(request, bury);
            case Effect.Approve(var judged) -> approve(request, judged);
            case Effect.Deny deny -> deny(request, deny);
            case Effect.ApproveServing(var judged) -> approveServing(request, judged);
            case Effect.DenyServing deny -> denyServing(deny);
            case Effect.SetUpNode(var setUp) -> setUpNode(setUp);
        };
    }

    /** The request is gone. */
    void forget(NodeJoinRequest request) {
        listener.judged(request, List.of());
    }

    private Outcome writeStatus(NodeJoinRequest request, JoinPlan plan) {
        var expected = plan.onlyUnder();
        if (expected.isPresent() && !expected.get().equals(protection.readAnew())) return new Outcome.Later(SOON);
        if (plan.onlyIfGone().filter(this::isThere).isPresent()) return new Outcome.Later(SOON);
        if (plan.onlyIfSilent()
                .filter(expectedSilence -> !silence.lasts(expectedSilence))
                .isPresent()) return new Outcome.Later(KubeletSilence.NEXT_LOOK);
        var changed = client.getKubernetesSerialization().clone(request);
        changed.setStatus(plan.status());
        var written = updateStatus(changed);
        listener.statusWritten(request, written);
        return new Outcome.Written(written);
    }

    private NodeJoinRequest updateStatus(NodeJoinRequest changed) {
        try {
            return client.resource(changed)
                    .lockResourceVersion(changed.getMetadata().getResourceVersion())
                    .updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) throw e;
            throw new StaleSnapshotException(
                    "Request %s is gone".formatted(changed.getMetadata().getName()));
        }
    }

    private boolean isThere(CertificateStatus claimed) {
        var found = client.certificates()
                .v1()
                .certificateSigningRequests()
                .withName(claimed.requestName())
                .get();
        return found != null && found.getMetadata().getUid().equals(claimed.requestUID());
    }

    private Outcome holdName(NameHold hold) {
        var lease = NameLeases.toLease(hold, settings.operatorNamespace());
        var written = hold.resourceVersion().isPresent()
                ? client.resource(lease)
                        .lockResourceVersion(hold.resourceVersion().get())
                        .update()
                : client.resource(lease).create();
        caches.remember(written);
        return new Outcome.Moved();
    }

    private Outcome freeName(NameHold hold) {
        client.resource(NameLeases.toLease(hold, settings.operatorNamespace()))
                .lockResourceVersion(hold.resourceVersion().orElse(null))
                .delete();
        return new Outcome.Rested();
    }

    /** Whether it was gone or is there after all: the caches need a moment to tell. */
    private Outcome reclaim(NameHold hold) {
        names.reclaim(hold);
        return new Outcome.Later(SOON);
    }

    private Outcome approve(NodeJoinRequest request, CertificateRequestFacts judged) {
        var certificateRequest = asJudged(judged);
        var metadata = request.getMetadata();
        var written = certificates.approve(
                certificateRequest, "%s/%s (%s)".formatted(metadata.getNamespace(), metadata.getName(), uid(request)));
        caches.remember(written, certificateRequest);
        listener.certificateApproved(judged);
        return new Outcome.Moved();
    }

    private Outcome deny(NodeJoinRequest request, Effect.Deny deny) {
        var certificateRequest = asJudged(deny.request());
        caches.remember(certificates.deny(certificateRequest, deny.verdict()), certificateRequest);
        listener.certificateDenied(request, deny.request(), deny.verdict());
        return new Outcome.Moved();
    }

    private Outcome approveServing(NodeJoinRequest request, CertificateRequestFacts judged) {
        if (!serving.approve(judged, nameOf(request))) throw replaced(judged);
        listener.servingCertificateDecided(judged, "Approved");
        return new Outcome.Moved();
    }

    private Outcome denyServing(Effect.DenyServing deny) {
        if (!serving.deny(deny.request(), deny.verdict())) throw replaced(deny.request());
        listener.servingCertificateDecided(
                deny.request(), deny.verdict().refusals().getFirst().reason().label());
        return new Outcome.Moved();
    }

    private static String nameOf(NodeJoinRequest request) {
        var metadata = request.getMetadata();
        return "%s/%s (%s)".formatted(metadata.getNamespace(), metadata.getName(), uid(request));
    }

    /** The cache may have moved on since the judgement; another object under the same name was not judged. */
    private CertificateSigningRequest asJudged(CertificateRequestFacts judged) {
        return caches.certificateRequest(judged.name())
                .filter(current -> current.getMetadata().getUid().equals(judged.uid()))
                .orElseThrow(() -> replaced(judged));
    }

    private static StaleSnapshotException replaced(CertificateRequestFacts judged) {
        return new StaleSnapshotException("Request %s was replaced".formatted(judged.name()));
    }

    private Outcome setUpNode(NodeSetUp setUp) {
        var before = caches.node(setUp.nodeName());
        nodes.carryOut(setUp).ifPresent(after -> before.ifPresent(old -> caches.remember(after, old)));
        return new Outcome.Moved();
    }

    private static String uid(NodeJoinRequest request) {
        return request.getMetadata().getUid();
    }

    /** The world moved on while a plan was carried out; the next look will see it. */
    static final class StaleSnapshotException extends RuntimeException {
        StaleSnapshotException(String message) {
            super(message);
        }
    }
}
