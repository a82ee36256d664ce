package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.BootstrapState;
import dev.nodejoin.api.v1alpha1.GateConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.operator.fixture.Gates;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.BootstrapTokenSecret;
import dev.nodejoin.protocol.token.TokenUsage;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The gate of the shared cluster, closed, and classic tokens, as `kubeadm token create` makes them. */
record GateBed(OperatorBed bed) {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String KUBEADMS_GROUP = "system:bootstrappers:kubeadm:default-node-token";
    static final String KUBEADMS_BINDING = "kubeadm:node-autoapprove-bootstrap";
    static final String NODE_CLIENT = "system:certificates.k8s.io:certificatesigningrequests:nodeclient";

    /** Closed, once its enforcement was seen. */
    static GateBed closed() {
        var gate = new GateBed(OperatorBed.shared());
        gate.bed.returnToThePresent();
        gate.bed.admin().resource(InstallManifest.gateBinding()).serverSideApply();
        gate.awaitEnforcement();
        return gate;
    }

    /** Whoever may do everything but break the glass is refused. */
    private void awaitEnforcement() {
        var machine = classicMachine();
        await("the gate to be enforced").atMost(PATIENCE).until(() -> {
            var probe = machine.request(bed.freshName(), WireNode.newKey());
            var enforced = isRefused(probe);
            bed.admin()
                    .certificates()
                    .v1()
                    .certificateSigningRequests()
                    .withName(probe)
                    .delete();
            return enforced;
        });
    }

    private boolean isRefused(String csr) {
        try {
            bed.cluster()
                    .as("system:kube-controller-manager", "system:masters")
                    .certificates()
                    .v1()
                    .certificateSigningRequests()
                    .withName(csr)
                    .approve();
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                    && String.valueOf(e.getMessage()).contains("nodejoin-gate");
        }
    }

    void open() {
        bed.admin().resource(InstallManifest.gateBinding()).delete();
    }

    /** Declares the gate; single quotes may stand for double ones. */
    void declare(String spec) {
        var gate = new NodeJoinGate();
        gate.setMetadata(new ObjectMetaBuilder().withName("cluster").build());
        gate.setSpec(Gates.spec(spec));
        bed.admin().resource(gate).createOr(existing -> existing.update());
        awaitStatus(
                "the specification to be seen",
                status -> assertThat(status.observedGeneration())
                        .isEqualTo(declared().getMetadata().getGeneration()));
    }

    private NodeJoinGate declared() {
        return bed.admin().resources(NodeJoinGate.class).withName("cluster").require();
    }

    NodeJoinGateStatus status() {
        return Objects.requireNonNullElse(declared().getStatus(), NodeJoinGateStatus.EMPTY);
    }

    void awaitStatus(String what, java.util.function.Consumer<NodeJoinGateStatus> assertion) {
        await(what).atMost(PATIENCE).untilAsserted(() -> assertion.accept(status()));
    }

    void awaitState(BootstrapState state) {
        awaitStatus(
                "bootstrap to be " + state,
                status -> assertThat(status.bootstrap()).isEqualTo(state));
    }

    String condition(GateConditionType type) {
        return Optional.ofNullable(status().conditions()).orElse(List.of()).stream()
                .filter(condition -> condition.getType().equals(type.label()))
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .findFirst()
                .orElse("absent");
    }

    WireNode classicMachine() {
        return new WireNode(bed, classicToken());
    }

    BootstrapToken classicToken() {
        var token = BootstrapToken.random(new SecureRandom());
        var secret = BootstrapTokenSecret.of(
                token, Instant.now().plusSeconds(3600), Set.of(TokenUsage.AUTHENTICATION), List.of(KUBEADMS_GROUP));
        bed.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(BootstrapTokenSecret.NAMESPACE)
                        .withName(secret.name())
                        .endMetadata()
                        .withType(BootstrapTokenSecret.TYPE)
                        .withStringData(secret.data())
                        .build())
                .create();
        awaitRecognition(token);
        return token;
    }

    private void awaitRecognition(BootstrapToken token) {
        var nodes = new WireNode(bed, token).client().nodes();
        await("the token to be known")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> nodes.withName("nobody").get() == null);
    }

    void bind(String name, String role, String group) {
        bed.admin()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                        .addNewSubject("rbac.authorization.k8s.io", "Group", group, null)
                        .build())
                .createOr(existing -> existing.update());
    }

    void unbind(String name) {
        bed.admin().rbac().clusterRoleBindings().withName(name).delete();
    }
}
