package dev.nodejoin.operator.scenario;

import static dev.nodejoin.operator.fixture.Specifications.edited;
import static dev.nodejoin.operator.fixture.Specifications.forNode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.TokenState;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker joins, the whole way, on a real control plane. */
final class JoinIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OperatorBed bed;
    private String node;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        node = bed.freshName();
    }

    @Test
    void an_approved_request_becomes_a_ready_node() {
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        var key = WireNode.newKey();
        var csr = machine.request(node, key);
        assertThat(machine.awaitDecision(csr)).isEqualTo("Approved");
        machine.register(machine.asNode(machine.awaitCertificate(csr), key), node);
        story.awaitMet(ConditionType.READY);
        await("the token to be revoked")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.status().token().state()).isEqualTo(TokenState.REVOKED));
        assertThat(story.status().handOff()).isNull();
        assertThat(story.status().certificate().serial()).isNotEmpty();
        assertThat(story.status().approved().by()).containsExactly(OperatorBed.ALICE);
    }

    @Test
    void declared_labels_annotations_and_taints_are_on_the_node_before_pods_are() {
        var story = bed.ask(edited(forNode(node), """
                        {'node': {'labels': {'example.com/pool': 'edge'},
                                  'taints': [{'key': 'example.com/edge', 'value': 'true', 'effect': 'NoSchedule'}],
                                  'annotations': {'example.com/rack': 'r7'}}}
                        """)).approve();
        var machine = story.takeHandOff();
        assertThat(decoded(story.handOffData(), "join-configuration.yaml"))
                .contains("example.com/edge")
                .contains("nodejoin.dev/uninitialized");
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(
                machine.asNode(certificate, key),
                node,
                new Taint("NoSchedule", "example.com/edge", null, "true"),
                new Taint("NoSchedule", "nodejoin.dev/uninitialized", null, null));
        story.awaitMet(ConditionType.READY);
        var joined = bed.admin().nodes().withName(node).require();
        assertThat(joined.getMetadata().getLabels()).containsEntry("example.com/pool", "edge");
        assertThat(joined.getMetadata().getAnnotations()).containsEntry("example.com/rack", "r7");
        assertThat(joined.getSpec().getTaints())
                .extracting(Taint::getKey)
                .contains("example.com/edge")
                .doesNotContain("nodejoin.dev/uninitialized");
    }

    @Test
    void a_node_that_only_waits_for_its_labels_ends_without_any_taint() {
        var story = bed.ask(edited(forNode(node), "{'node': {'labels': {'example.com/pool': 'edge'}}}"))
                .approve();
        joinAs(story);
        awaitNoTaints();
        bed.admin().nodes().withName(node).edit(changed -> {
            changed.getSpec().setTaints(List.of(new Taint("NoSchedule", "nodejoin.dev/uninitialized", null, null)));
            return changed;
        });
        awaitNoTaints();
    }

    private void awaitNoTaints() {
        await("the taints to go")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bed.admin()
                                .nodes()
                                .withName(node)
                                .require()
                                .getSpec()
                                .getTaints())
                        .isEmpty());
    }

    @Test
    void a_label_that_somebody_took_away_comes_back() {
        var story = bed.ask(edited(forNode(node), "{'node': {'labels': {'example.com/pool': 'edge'}}}"))
                .approve();
        joinAs(story);
        bed.admin().nodes().withName(node).edit(changed -> {
            changed.getMetadata().getLabels().remove("example.com/pool");
            return changed;
        });
        await("the label to come back")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bed.admin()
                                .nodes()
                                .withName(node)
                                .require()
                                .getMetadata()
                                .getLabels())
                        .containsEntry("example.com/pool", "edge"));
    }

    @Test
    void a_join_survives_an_operator_that_is_restarted_in_the_middle() {
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        bed.restartOperator();
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        bed.restartOperator();
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
    }

    @Test
    void the_hand_off_is_small_enough_for_user_data() {
        var story = bed.ask(node).approve();
        story.takeHandOff();
        assertThat(decoded(story.handOffData(), "format")).isEqualTo("cloud-config");
        assertThat(decoded(story.handOffData(), "value")).hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void health_and_metrics_are_served() throws Exception {
        joinAs(bed.ask(node).approve());
        assertThat(bed.get("/livez").statusCode()).isEqualTo(200);
        assertThat(bed.get("/readyz").statusCode()).isEqualTo(200);
        System.gc();
        var metrics = bed.metrics();
        assertThat(value(metrics, "nodejoin_requests{condition=\"Ready\",status=\"True\"}"))
                .isPositive();
        assertThat(value(metrics, "nodejoin_tokens_live")).isNotNegative();
        assertThat(value(metrics, "nodejoin_certificate_requests_total{outcome=\"Approved\"}"))
                .isPositive();
        assertThat(value(metrics, "nodejoin_certificate_decision_seconds_count"))
                .isPositive();
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is missing in " + metrics));
    }

    @Test
    void live_tokens_are_counted_until_they_have_served() {
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        assertThat(nodesWithLiveToken()).contains(node);
        awaitLiveTokensCounted();
        machine.awaitCertificate(machine.request(node, WireNode.newKey()));
        story.awaitMet(ConditionType.CERTIFICATE_ISSUED);
        assertThat(nodesWithLiveToken()).doesNotContain(node);
        awaitLiveTokensCounted();
    }

    /** Other joins come and go meanwhile. */
    private void awaitLiveTokensCounted() {
        await("the count of live tokens").atMost(PATIENCE).untilAsserted(() -> {
            var live = nodesWithLiveToken();
            var counted = value(bed.metrics(), "nodejoin_tokens_live");
            assertThat(counted).isEqualTo(live.size());
            assertThat(nodesWithLiveToken()).isEqualTo(live);
        });
    }

    private Set<String> nodesWithLiveToken() {
        return bed.admin().resources(NodeJoinRequest.class).inAnyNamespace().list().getItems().stream()
                .filter(JoinIT::hasLiveToken)
                .map(request -> request.getSpec().nodeName())
                .collect(Collectors.toSet());
    }

    private static boolean hasLiveToken(NodeJoinRequest request) {
        var status = request.getStatus();
        return status != null
                && status.token() != null
                && status.token().state() == TokenState.LIVE
                && (status.certificate() == null || status.certificate().serial() == null);
    }

    private void joinAs(JoinStory story) {
        var machine = story.takeHandOff();
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
    }

    private static String decoded(Map<String, String> data, String key) {
        return new String(Base64.getDecoder().decode(data.get(key)), UTF_8);
    }
}
