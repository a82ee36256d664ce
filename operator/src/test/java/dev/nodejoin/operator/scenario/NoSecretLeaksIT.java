package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole join with everything on that could tell a secret; none does. */
final class NoSecretLeaksIT {
    private final OperatorBed bed = OperatorBed.shared();
    private final String node = bed.freshName();

    @Test
    void no_minted_secret_is_in_logs_events_metrics_requests_leases_or_the_audit_log() throws Exception {
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        var secret = secretOf(story.handOffData());
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
        everythingThatIsTold().forEach((where, text) -> {
            assertThat(text).as(where).isNotEmpty();
            assertThat(text).as("the token's secret in %s", where).doesNotContain(secret, base64(secret));
        });
    }

    private Map<String, String> everythingThatIsTold() throws Exception {
        var told = new LinkedHashMap<String, String>();
        told.put("the operator's log", bed.log());
        told.put("the metrics", metrics());
        told.put("the audit log", Files.readString(bed.cluster().auditLog()));
        told.put(
                "the events",
                yaml(bed.admin().v1().events().inAnyNamespace().list().getItems()));
        told.put(
                "the requests",
                yaml(bed.admin()
                        .resources(NodeJoinRequest.class)
                        .inAnyNamespace()
                        .list()
                        .getItems()));
        told.put("the leases", yaml(bed.admin().leases().inAnyNamespace().list().getItems()));
        return told;
    }

    private static String secretOf(Map<String, String> handOff) {
        var kubeconfig = Kubeconfig.parse(Base64.getDecoder().decode(handOff.get("discovery.conf")));
        return kubeconfig.token().orElseThrow().reveal().split("\\.", 2)[1];
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String yaml(List<?> objects) {
        return Serialization.asYaml(objects);
    }

    private String metrics() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create(
                    "http://127.0.0.1:%d/metrics".formatted(bed.operator().httpPort()));
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
