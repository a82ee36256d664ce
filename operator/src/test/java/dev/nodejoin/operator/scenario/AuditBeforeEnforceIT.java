package dev.nodejoin.operator.scenario;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.AuditedRefusal;
import dev.nodejoin.operator.fixture.Specifications;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The story of examples/audit-before-enforce. */
final class AuditBeforeEnforceIT {
    private static final Path STORY = Path.of("../examples/audit-before-enforce");

    private final OperatorBed bed = OperatorBed.shared();

    @Test
    void audit_tells_what_enforce_will_stop() throws Exception {
        apply("policy.yaml");
        apply("requests.yaml");
        try (var policy = PolicyStory.named(bed, "edge-fleet")) {
            var good = new JoinStory(bed, "edge-good").awaitMet(ACCEPTED);
            var careless = new JoinStory(bed, "edge-careless").awaitMet(ACCEPTED);

            policy.awaitAudit(audit -> {
                assertThat(audit.wouldRefuse()).isEqualTo(1);
                assertThat(audit.lastRefusals())
                        .extracting(AuditedRefusal::name)
                        .containsOnly("edge-careless")
                        .hasSize(2);
                assertThat(audit.lastRefusals())
                        .extracting(AuditedRefusal::message)
                        .anySatisfy(message -> assertThat(message).contains("at most 1800 is allowed"))
                        .anySatisfy(message -> assertThat(message).contains("in which zone it is"));
            });
            assertThat(metrics()).contains("nodejoin_policy_audit_refusals_total{policy=\"edge-fleet\"} 2.0");
            assertThat(events("edge-careless")).isEqualTo(2);
            assertThat(events("edge-good")).isZero();
            join(careless);

            policy.resource().edit(written -> {
                written.setSpec(Specifications.policyEdited(written.getSpec(), "{'mode': 'Enforce'}"));
                return written;
            });
            good.awaitMet(ACCEPTED);
            careless.awaitMet(READY);
            var another = bed.ask(Specifications.forNode("edge-another"));
            another.awaitUnmet(ACCEPTED, "OutOfBounds");
            assertThat(another.condition(ACCEPTED).map(Condition::getMessage).orElseThrow())
                    .contains("at most 1800 is allowed", "in which zone it is");
            join(good);
        }
    }

    /** Audit stopped nothing: it is approved and becomes a Node. */
    private void join(JoinStory story) {
        story.approve();
        var node = story.request().getSpec().nodeName();
        var machine = story.takeHandOff();
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(READY);
    }

    private void apply(String file) throws IOException {
        try (var yaml = Files.newInputStream(STORY.resolve(file))) {
            bed.admin()
                    .load(yaml)
                    .items()
                    .forEach(object -> bed.admin().resource(object).create());
        }
    }

    private long events(String request) {
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        return bed.admin().v1().events().inNamespace(OperatorBed.NAMESPACE).list().getItems().stream()
                .filter(event -> "PolicyWouldRefuse".equals(event.getReason()))
                .map(Event::getInvolvedObject)
                .filter(object -> request.equals(object.getName()))
                .count();
    }

    private String metrics() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create(
                    "http://127.0.0.1:%d/metrics".formatted(bed.operator().httpPort()));
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
