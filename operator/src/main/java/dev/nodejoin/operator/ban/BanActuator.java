package dev.nodejoin.operator.ban;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import dev.nodejoin.operator.csr.CertificateApprover;
import dev.nodejoin.operator.failure.Failures;
import dev.nodejoin.operator.join.JoinCaches;
import dev.nodejoin.operator.plan.BanPlan;
import dev.nodejoin.operator.plan.Effect;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Carries out plans about bans. Judges nothing. */
final class BanActuator {
    private final KubernetesClient client;
    private final JoinCaches joins;
    private final CertificateApprover certificates;
    private final BanListener listener;

    BanActuator(KubernetesClient client, JoinCaches joins, BanListener listener) {
        this.client = client;
        this.joins = joins;
        this.certificates = new CertificateApprover(client);
        this.listener = listener;
    }

    /** The ban as it is afterwards. A denial that fails holds up no other, and is tried again. */
    NodeJoinBan carryOut(NodeJoinBan ban, BanPlan plan) {
        var failures = new Failures();
        plan.denials().forEach(denial -> failures.collect(() -> deny(ban, denial)));
        var written = plan.status().equals(BanObserver.statusOf(ban)) ? ban : writeStatus(ban, plan.status());
        var labelled = plan.label() ? label(written) : written;
        failures.rethrow();
        return labelled;
    }

    /** The cache may have moved on since the judgement; another object under the same name was not judged. */
    private void deny(NodeJoinBan ban, Effect.Deny denial) {
        joins.certificateRequest(denial.request().name())
                .filter(current ->
                        current.getMetadata().getUid().equals(denial.request().uid()))
                .ifPresent(current -> {
                    joins.remember(certificates.deny(current, denial.verdict()), current);
                    listener.certificateDenied(
                            ban, denial.request(), denial.verdict().message());
                });
    }

    private NodeJoinBan writeStatus(NodeJoinBan ban, NodeJoinBanStatus status) {
        var changed = client.getKubernetesSerialization().clone(ban);
        changed.setStatus(status);
        var written = client.resource(changed)
                .lockResourceVersion(ban.getMetadata().getResourceVersion())
                .updateStatus();
        listener.statusWritten(ban, written);
        return written;
    }

    private NodeJoinBan label(NodeJoinBan ban) {
        var patch = "{\"metadata\":{\"resourceVersion\":\"%s\",\"labels\":{\"%s\":\"true\"}}}"
                .formatted(ban.getMetadata().getResourceVersion(), BanObserver.INDEXED);
        return client.resource(ban).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
