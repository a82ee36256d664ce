package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.AutoApprover;
import dev.nodejoin.api.v1alpha1.BootstrapState;
import dev.nodejoin.api.v1alpha1.GateConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What NodeJoinGate tells of a real cluster, and what it does there. */
final class GateStatusIT {
    private GateBed gate;

    @BeforeEach
    void close() {
        gate = GateBed.closed();
    }

    @AfterEach
    void open() {
        if (gate != null) gate.open();
    }

    @Test
    void it_tells_whether_the_gate_is_closed() {
        gate.declare("{}");
        gate.awaitState(BootstrapState.CLOSED);
        assertThat(gate.condition(GateConditionType.APPROVALS_PROTECTED)).isEqualTo("True Protected");
        gate.open();
        gate.awaitState(BootstrapState.OPEN);
        assertThat(gate.condition(GateConditionType.GATE_CLOSED)).isEqualTo("False NotApplied");
    }

    @Test
    void it_finds_what_would_approve_by_what_it_grants_and_tells_what_depends_on_it() {
        gate.declare("{}");
        gate.bind("an-innocent-name", "cluster-admin", GateBed.KUBEADMS_GROUP);
        try {
            gate.classicMachine().request(gate.bed().freshName(), WireNode.newKey());
            gate.awaitStatus(
                    "both bindings to be found",
                    status -> assertThat(status.autoApprovers())
                            .extracting(AutoApprover::binding)
                            .contains("an-innocent-name", GateBed.KUBEADMS_BINDING));
            gate.awaitStatus(
                    "the join in flight to be counted",
                    status -> assertThat(status.autoApprovers())
                            .filteredOn(approver -> "an-innocent-name".equals(approver.binding()))
                            .singleElement()
                            .satisfies(approver ->
                                    assertThat(approver.pendingRequests()).isPositive()));
        } finally {
            gate.unbind("an-innocent-name");
        }
        gate.awaitStatus(
                "a binding that is gone to be forgotten",
                status -> assertThat(status.autoApprovers())
                        .extracting(AutoApprover::binding)
                        .contains(GateBed.KUBEADMS_BINDING)
                        .doesNotContain("an-innocent-name"));
    }

    @Test
    void public_cluster_info_is_removed_and_removed_again_but_only_while_that_is_asked_for() {
        gate.declare("{}");
        assertThat(clusterInfo().get()).isNotNull();
        var restored = new RoleBindingBuilder(clusterInfo().require())
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .build();
        gate.declare("{'publicClusterInfo': 'Remove'}");
        awaitRemoval();
        gate.bed().admin().resource(restored).create();
        awaitRemoval();
        gate.declare("{'publicClusterInfo': 'Leave'}");
        gate.bed().admin().resource(restored).create();
        await("it to be left")
                .during(Duration.ofSeconds(3))
                .atMost(GateBed.PATIENCE)
                .until(() -> clusterInfo().get() != null);
    }

    private void awaitRemoval() {
        await("the binding to go")
                .atMost(GateBed.PATIENCE)
                .until(() -> clusterInfo().get() == null);
        gate.awaitStatus(
                "that to be told",
                status -> assertThat(gate.condition(GateConditionType.CLUSTER_INFO_PRIVATE))
                        .isEqualTo("True Private"));
    }

    private Resource<RoleBinding> clusterInfo() {
        return gate.bed()
                .admin()
                .rbac()
                .roleBindings()
                .inNamespace("kube-public")
                .withName("kubeadm:bootstrap-signer-clusterinfo");
    }

    @Test
    void a_machine_that_nobody_asked_for_is_reported_in_status_event_and_metric() throws Exception {
        gate.declare("{'unrequested': {'mode': 'Report'}}");
        var csr = gate.classicMachine().request(gate.bed().freshName(), WireNode.newKey());
        gate.awaitStatus(
                "the machine to be told of",
                status -> assertThat(newest(status)).contains(csr));
        await("an event")
                .atMost(GateBed.PATIENCE)
                .untilAsserted(() -> assertThat(gate.bed()
                                .admin()
                                .v1()
                                .events()
                                .inNamespace("default")
                                .list()
                                .getItems())
                        .anyMatch(event -> event.getReason().equals("UnrequestedMachine")
                                && event.getMessage().contains(csr)));
        assertThat(gate.bed().metrics()).containsPattern("nodejoin_unrequested_certificate_requests [1-9]");
        assertThat(gate.bed().metrics()).contains("nodejoin_gate_closed 1.0");
    }

    private static List<String> newest(NodeJoinGateStatus status) {
        var unrequested = Objects.requireNonNull(status.unrequested());
        return unrequested.tokens().stream().map(token -> token.newestRequest()).toList();
    }
}
