package dev.nodejoin.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.operator.fixture.Statuses;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String LATER = "2026-03-01T12:00:01Z";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry, () -> NOW);
    private final List<NodeJoinRequest> requests = new ArrayList<>();

    @BeforeEach
    void watch() {
        metrics.watch(() -> List.copyOf(requests));
    }

    @Test
    void requests_are_counted_by_condition() {
        with("{'conditions': [{'type': 'Approved', 'status': 'True'}, {'type': 'Ready', 'status': 'False'}]}");
        with("{'conditions': [{'type': 'Approved', 'status': 'True'}, {'type': 'Ready', 'status': 'True'}]}");
        requests.add(new NodeJoinRequest());
        assertThat(lines())
                .contains(
                        "nodejoin_requests{condition=\"Approved\",status=\"True\"} 2.0",
                        "nodejoin_requests{condition=\"Approved\",status=\"False\"} 0.0",
                        "nodejoin_requests{condition=\"Ready\",status=\"True\"} 1.0",
                        "nodejoin_requests{condition=\"Ready\",status=\"False\"} 1.0");
    }

    @Test
    void a_garbage_collection_takes_no_gauge_away() {
        with("{'conditions': [{'type': 'Ready', 'status': 'True'}], 'token': {'state': 'Live', 'expiresAt': '%s'}}"
                .formatted(LATER));
        System.gc();
        assertThat(lines())
                .contains("nodejoin_requests{condition=\"Ready\",status=\"True\"} 1.0", "nodejoin_tokens_live 1.0")
                .noneMatch(line -> line.endsWith("NaN"));
    }

    @Test
    void a_token_is_live_until_it_expires() {
        with("{'token': {'state': 'Live', 'expiresAt': '%s'}}".formatted(LATER));
        with("{'token': {'state': 'Live', 'expiresAt': '%s'}}".formatted(NOW));
        with("{'token': {'state': 'Live', 'expiresAt': 'soon'}}");
        with("{'token': {'state': 'Live'}}");
        assertThat(lines()).contains("nodejoin_tokens_live 1.0");
    }

    @Test
    void a_token_is_live_until_it_has_served() {
        with("{'token': {'state': 'Live', 'expiresAt': '%s'}, 'certificate': {'requestName': 'csr-1'}}"
                .formatted(LATER));
        with("{'token': {'state': 'Live', 'expiresAt': '%s'}, 'certificate': {'serial': '2a'}}".formatted(LATER));
        assertThat(lines()).contains("nodejoin_tokens_live 1.0");
    }

    @Test
    void a_token_that_was_not_handed_over_or_is_revoked_is_not_live() {
        for (var state : List.of("Claimed", "Revoking", "Revoked"))
            with("{'token': {'state': '%s', 'expiresAt': '%s'}}".formatted(state, LATER));
        assertThat(lines()).contains("nodejoin_tokens_live 0.0");
    }

    @Test
    void every_outcome_is_there_before_anything_was_decided() {
        assertThat(lines())
                .contains("nodejoin_certificate_requests_total{outcome=\"Approved\"} 0.0")
                .contains("nodejoin_certificate_requests_total{outcome=\"KeyMismatch\"} 0.0")
                .contains("nodejoin_serving_certificate_requests_total{outcome=\"Approved\"} 0.0")
                .contains("nodejoin_serving_certificate_requests_total{outcome=\"NotItsAddress\"} 0.0");
    }

    @Test
    void decisions_are_counted_by_outcome_and_timed() {
        metrics.decided("Approved", Duration.ofMillis(200));
        metrics.decided("Approved", Duration.ofSeconds(3));
        metrics.decided("KeyMismatch", Duration.ofSeconds(-1));
        assertThat(lines())
                .contains(
                        "nodejoin_certificate_requests_total{outcome=\"Approved\"} 2.0",
                        "nodejoin_certificate_requests_total{outcome=\"KeyMismatch\"} 1.0",
                        "nodejoin_certificate_requests_total{outcome=\"Malformed\"} 0.0",
                        "nodejoin_certificate_decision_seconds_bucket{le=\"0.05\"} 1",
                        "nodejoin_certificate_decision_seconds_bucket{le=\"0.25\"} 2",
                        "nodejoin_certificate_decision_seconds_bucket{le=\"+Inf\"} 3",
                        "nodejoin_certificate_decision_seconds_count 3",
                        "nodejoin_certificate_decision_seconds_sum 3.2");
    }

    private void with(String status) {
        var request = new NodeJoinRequest();
        request.setStatus(Statuses.edited(NodeJoinRequestStatus.EMPTY, status));
        requests.add(request);
    }

    private List<String> lines() {
        return registry.scrape().lines().toList();
    }
}
