package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.fixture.Statuses;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One request, from asking to its end. */
final class JoinStory {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OperatorBed bed;
    private final String name;

    JoinStory(OperatorBed bed, String name) {
        this.bed = bed;
        this.name = name;
    }

    String name() {
        return name;
    }

    Resource<NodeJoinRequest> resource(KubernetesClient client) {
        return client.resources(NodeJoinRequest.class)
                .inNamespace(OperatorBed.NAMESPACE)
                .withName(name);
    }

    NodeJoinRequest request() {
        return resource(bed.admin()).require();
    }

    NodeJoinRequestStatus status() {
        return Objects.requireNonNull(request().getStatus(), "no status yet");
    }

    JoinStory approve() {
        return approveAs(bed.cluster().as(OperatorBed.ALICE), OperatorBed.ALICE);
    }

    JoinStory approveAs(KubernetesClient client, String by) {
        awaitKey();
        Edits.make(() -> resource(client).editStatus(request -> withApproval(request, by)));
        return this;
    }

    private static NodeJoinRequest withApproval(NodeJoinRequest request, String by) {
        var status = request.getStatus();
        var approvals = new ArrayList<>(Objects.requireNonNullElse(status.approvals(), List.<Approval>of()));
        approvals.add(new Approval(by, status.approvalKey(), null));
        request.setStatus(Statuses.withApprovals(status, approvals));
        return request;
    }

    JoinStory deny() {
        awaitKey();
        Edits.make(() -> resource(bed.cluster().as(OperatorBed.ALICE)).editStatus(request -> {
            var status = request.getStatus();
            request.setStatus(Statuses.withDenials(status, List.of(new Denial(OperatorBed.ALICE, "not today"))));
            return request;
        }));
        return this;
    }

    JoinStory change(UnaryOperator<NodeJoinRequestSpec> change) {
        Edits.make(() -> resource(bed.admin()).edit(request -> {
            request.setSpec(change.apply(request.getSpec()));
            return request;
        }));
        return this;
    }

    JoinStory suspend(boolean suspended) {
        return change(spec -> Specifications.edited(spec, "{'suspend': %s}".formatted(suspended)));
    }

    void delete() {
        resource(bed.admin()).delete();
    }

    /** Waits for the hand-off and takes it to a machine. */
    JoinStory assertApprovedBy(String... users) {
        assertThat(status().approved().by()).containsExactlyInAnyOrder(users);
        return this;
    }

    WireNode takeHandOff() {
        awaitMet(ConditionType.HANDED_OVER);
        return new WireNode(bed, handOffData());
    }

    java.util.Map<String, String> handOffData() {
        var secret = Objects.requireNonNull(status().handOff(), "no hand-off").name();
        return bed.admin()
                .secrets()
                .inNamespace(OperatorBed.NAMESPACE)
                .withName(secret)
                .require()
                .getData();
    }

    void awaitKey() {
        await("an approval key for " + name)
                .atMost(PATIENCE)
                .until(() -> Optional.ofNullable(request().getStatus())
                        .map(NodeJoinRequestStatus::approvalKey)
                        .isPresent());
    }

    JoinStory awaitMet(ConditionType type) {
        return awaitCondition(type, "True", null);
    }

    JoinStory awaitUnmet(ConditionType type, String reason) {
        return awaitCondition(type, "False", reason);
    }

    private JoinStory awaitCondition(
            ConditionType type, String status, @org.jspecify.annotations.Nullable String reason) {
        await("%s of %s to be %s %s".formatted(type.label(), name, status, reason))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(condition(type))
                        .as(String.valueOf(request().getStatus()))
                        .hasValueSatisfying(condition -> {
                            assertThat(condition.getStatus()).isEqualTo(status);
                            if (reason != null)
                                assertThat(condition.getReason()).isEqualTo(reason);
                        }));
        return this;
    }

    Optional<Condition> condition(ConditionType type) {
        return Optional.ofNullable(request().getStatus())
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(conditions -> conditions.stream()
                        .filter(condition -> type.label().equals(condition.getType()))
                        .findFirst());
    }
}
