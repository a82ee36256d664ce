package dev.nodejoin.operator.scenario;

import static dev.nodejoin.operator.fixture.Specifications.edited;
import static dev.nodejoin.operator.fixture.Specifications.pinned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.protocol.pki.NodeKey;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disasters of the operator and its objects, with Nodes that are in: none loses anything, and nobody else is kept waiting. */
final class SurvivalIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> NODES = List.of("survivor-1", "survivor-2");

    private OperatorBed bed;
    private Bystander bystander;
    private List<KubernetesClient> kubelets;
    private List<String> before;

    @BeforeEach
    void twoNodesAreIn() {
        bed = OperatorBed.own();
        kubelets = NODES.stream().map(this::join).toList();
        before = look();
        bystander = Bystander.writing(bed, kubelets, NODES);
    }

    @AfterEach
    void end() {
        if (bystander != null) bystander.close();
        bed.close();
    }

    @Test
    void nodes_outlive_the_requests_the_definitions_and_a_day_without_the_operator() {
        deleteTheNamespace();
        assertNothingIsLost("the requests' namespace was deleted");

        deleteTheDefinitions();
        assertNothingIsLost("the definitions were deleted");
        bystander.pauseWhile(bed.cluster().apiServer()::restart);
        assertNothingIsLost("the API server was restarted without the definitions");

        InstallManifest.apply(bed.admin());
        assertNothingIsLost("the definitions were installed again");

        bed.restartOperatorLater(Duration.ofHours(25));
        assertNothingIsLost("the operator was away for 25 hours");

        var again = bed.ask(specification("survivor-3", WireNode.newKey())).approve();
        again.awaitMet(ConditionType.HANDED_OVER);
    }

    private void deleteTheNamespace() {
        bed.admin().namespaces().withName(OperatorBed.NAMESPACE).delete();
        await("the namespace to be gone")
                .atMost(PATIENCE)
                .until(() ->
                        bed.admin().namespaces().withName(OperatorBed.NAMESPACE).get() == null);
    }

    private void deleteTheDefinitions() {
        var definitions = bed.admin().apiextensions().v1().customResourceDefinitions();
        definitions.list().getItems().stream()
                .filter(definition -> definition.getSpec().getGroup().equals("nodejoin.dev"))
                .forEach(definition -> bed.admin().resource(definition).delete());
        await("the definitions to be gone")
                .atMost(PATIENCE)
                .until(() -> definitions.list().getItems().stream()
                        .noneMatch(definition -> definition.getSpec().getGroup().equals("nodejoin.dev")));
    }

    /** Looked at for a while, since an operator that does harm needs a moment. */
    private void assertNothingIsLost(String after) {
        await(after)
                .during(Duration.ofSeconds(5))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(look()).as(after).isEqualTo(before));
        for (var number = 0; number < NODES.size(); number++)
            assertThat(renewed(kubelets.get(number), NODES.get(number)))
                    .as("renewal of %s after %s", NODES.get(number), after)
                    .isTrue();
        bystander.assertNobodyWasRefused();
    }

    private KubernetesClient join(String name) {
        var key = WireNode.newKey();
        var story = bed.ask(specification(name, key)).approve();
        var machine = story.takeHandOff();
        var kubelet = machine.asNode(machine.awaitCertificate(machine.request(name, key)), key);
        machine.register(kubelet, name, new Taint("NoSchedule", "example.com/edge", null, "true"));
        story.awaitMet(ConditionType.READY);
        return kubelet;
    }

    private static dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec specification(String name, NodeKey key) {
        return edited(pinned(name, key.publicKeyInfo().toPem()), """
            {'rejoin': 'SameKey', 'deadlineSeconds': 172800, 'node': {
              'labels': {'example.com/pool': 'edge', 'node-restriction.kubernetes.io/hall': '2'},
              'annotations': {'example.com/rack': 'r7'},
              'taints': [{'key': 'example.com/edge', 'value': 'true', 'effect': 'NoSchedule'}]}}
            """);
    }

    /** All that our operator could take away. */
    private List<String> look() {
        return NODES.stream()
                .map(name -> bed.admin().nodes().withName(name).require())
                .map(SurvivalIT::described)
                .toList();
    }

    private static String described(Node node) {
        var taints = node.getSpec().getTaints().stream()
                .filter(taint -> !taint.getKey().startsWith("node.kubernetes.io/"))
                .toList();
        var annotation = node.getMetadata().getAnnotations().get("example.com/rack");
        return "%s %s %s %s"
                .formatted(node.getMetadata().getUid(), node.getMetadata().getLabels(), annotation, taints);
    }

    /** As a kubelet does long before its certificate ends. */
    private boolean renewed(KubernetesClient kubelet, String name) {
        var pem = WireNode.newKey().certificateRequestPem(name);
        var csr = kubelet.resource(new CertificateSigningRequestBuilder()
                        .withNewMetadata()
                        .withGenerateName("renewal-")
                        .endMetadata()
                        .withNewSpec()
                        .withSignerName("kubernetes.io/kube-apiserver-client-kubelet")
                        .withUsages("digital signature", "client auth")
                        .withRequest(Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)))
                        .endSpec()
                        .build())
                .create();
        return bed.admin()
                        .certificates()
                        .v1()
                        .certificateSigningRequests()
                        .withName(csr.getMetadata().getName())
                        .waitUntilCondition(
                                seen -> seen != null
                                        && seen.getStatus() != null
                                        && seen.getStatus().getCertificate() != null,
                                PATIENCE.toSeconds(),
                                java.util.concurrent.TimeUnit.SECONDS)
                != null;
    }
}
