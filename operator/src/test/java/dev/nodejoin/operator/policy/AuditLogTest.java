package dev.nodejoin.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.rule.PolicyRefusal;
import dev.nodejoin.policy.rule.PolicyRefusal.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final PolicyRefusal ONE = new PolicyRefusal("a", Kind.RULE, "r", "no");
    private static final PolicyRefusal OTHER = new PolicyRefusal("b", Kind.BOUND, "spec.nodeName", "no");

    private final AuditLog log = new AuditLog();

    private static AuditLog.Subject request(String uid) {
        return new AuditLog.Subject("nodejoin", "name-of-" + uid, uid);
    }

    @Test
    void what_is_new_is_told_once() {
        assertThat(log.judged(request("1"), List.of(ONE), NOW).added())
                .extracting(AuditEntry::refusal)
                .containsExactly(ONE);
        var again = log.judged(request("1"), List.of(ONE), NOW.plusSeconds(5));
        assertThat(again.added()).isEmpty();
        assertThat(again.policies()).isEmpty();
    }

    @Test
    void a_policy_counts_the_requests_that_it_would_refuse_now() {
        log.judged(request("1"), List.of(ONE, OTHER), NOW);
        log.judged(request("2"), List.of(ONE), NOW);
        assertThat(log.of("a", NOW).wouldRefuse()).isEqualTo(2);
        assertThat(log.of("b", NOW).wouldRefuse()).isEqualTo(1);
        assertThat(log.judged(request("1"), List.of(ONE), NOW).policies()).containsExactly("b");
        assertThat(log.of("b", NOW).wouldRefuse()).isZero();
        assertThat(log.judged(request("2"), List.of(), NOW).policies()).containsExactly("a");
        assertThat(log.of("a", NOW).wouldRefuse()).isEqualTo(1);
    }

    @Test
    void the_newest_are_remembered_even_after_their_requests_are_gone() {
        IntStream.range(0, 40).forEach(i -> {
            log.judged(request("" + i), List.of(ONE), NOW.plusSeconds(i));
            log.judged(request("" + i), List.of(), NOW.plusSeconds(i));
        });
        assertThat(log.of("a", NOW).newest()).hasSize(AuditLog.LONGEST);
        assertThat(log.of("a", NOW).newest().getFirst().requestUid()).isEqualTo("39");
        assertThat(log.of("a", NOW).wouldRefuse()).isZero();
    }

    @Test
    void a_policy_that_is_created_again_begins_anew() {
        log.judged(request("1"), List.of(ONE), NOW);
        log.judged(request("1"), List.of(), NOW);
        assertThat(log.of("a", NOW.plusSeconds(1)).newest()).isEmpty();
    }
}
