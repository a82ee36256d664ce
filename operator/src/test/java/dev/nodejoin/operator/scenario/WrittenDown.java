package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ApprovalConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.policy.approval.SpecHash;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A NodeJoinApproval, from being written to what became of it. */
record WrittenDown(OperatorBed bed, String name) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of that specification, word for word. */
    static WrittenDown by(OperatorBed bed, String user, String request, NodeJoinRequestSpec approved) {
        return until(bed, user, request, approved, null);
    }

    static WrittenDown until(
            OperatorBed bed, String user, String request, NodeJoinRequestSpec approved, @Nullable String expiresAt) {
        var spec = new NodeJoinApprovalSpec(
                request, approved.nodeName(), approved, null, null, user, expiresAt, "reviewed");
        return create(bed, bed.cluster().as(user), spec);
    }

    static WrittenDown byHash(OperatorBed bed, String user, String request, NodeJoinRequestSpec approved) {
        var hash = SpecHash.of(approved).value();
        var spec = new NodeJoinApprovalSpec(request, approved.nodeName(), null, hash, null, user, null, null);
        return create(bed, bed.cluster().as(user), spec);
    }

    private static WrittenDown create(OperatorBed bed, KubernetesClient who, NodeJoinApprovalSpec spec) {
        var approval = new NodeJoinApproval();
        approval.setMetadata(new ObjectMetaBuilder()
                .withNamespace(OperatorBed.NAMESPACE)
                .withGenerateName(spec.request() + "-")
                .build());
        approval.setSpec(spec);
        return new WrittenDown(
                bed, who.resource(approval).create().getMetadata().getName());
    }

    NodeJoinApproval read() {
        return bed.admin()
                .resources(NodeJoinApproval.class)
                .inNamespace(OperatorBed.NAMESPACE)
                .withName(name)
                .require();
    }

    WrittenDown awaitCondition(ApprovalConditionType type, String statusAndReason) {
        await("%s of %s to be %s".formatted(type.label(), name, statusAndReason))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(condition(type)).contains(statusAndReason));
        return this;
    }

    private Optional<String> condition(ApprovalConditionType type) {
        return Optional.ofNullable(read().getStatus())
                .flatMap(status -> Objects.requireNonNull(status.conditions()).stream()
                        .filter(condition -> type.label().equals(condition.getType()))
                        .map(WrittenDown::text)
                        .findFirst());
    }

    private static String text(Condition condition) {
        return condition.getStatus() + " " + condition.getReason();
    }

    Optional<String> spentOn() {
        return Optional.ofNullable(read().getStatus())
                .flatMap(status -> Optional.ofNullable(status.spentOn()))
                .map(spent -> Objects.requireNonNull(spent.uid()));
    }
}
