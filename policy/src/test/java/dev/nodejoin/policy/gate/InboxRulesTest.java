package dev.nodejoin.policy.gate;

import static dev.nodejoin.policy.gate.BootstrapRequests.NOW;
import static dev.nodejoin.policy.gate.BootstrapRequests.machine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.gate.InboxEntry.Decision;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a place in the inbox, and who does not. */
class InboxRulesTest {
    private static final int MAX = 20;
    private static final BootstrapRequest[] MACHINES = IntStream.range(0, 12)
            .mapToObj(number ->
                    machine("worker-" + number).with("token" + number % 4).pending())
            .toArray(BootstrapRequest[]::new);

    @Test
    void a_machine_that_asks_gets_a_place_for_exactly_its_name_token_and_key() {
        var machine = machine("worker-7");
        var taken = judged(List.of(machine.pending()), List.of()).taken();
        assertThat(taken).singleElement().satisfies(candidate -> {
            assertThat(candidate.nodeName()).isEqualTo("worker-7");
            assertThat(candidate.tokenId().value()).isEqualTo("abc123");
            assertThat(candidate.key().sha256()).isEqualTo(machine.key());
            assertThat(candidate.requestName()).isEqualTo("csr-worker-7");
            assertThat(candidate.requestUid()).isEqualTo("uid-of-csr-worker-7");
            assertThat(candidate.firstSeen()).isEqualTo(NOW.minusSeconds(60));
            assertThat(candidate.name()).matches("worker-7-abc123-[0-9a-f]{8}");
        });
    }

    @Test
    void a_machine_that_asks_again_is_the_same_and_first_seen_then() {
        var machine = machine("worker-7").secondsAgo(900);
        var again = machine.again("csr-newer").secondsAgo(10);
        assertThat(judged(List.of(again.pending(), machine.pending()), List.of())
                        .taken())
                .singleElement()
                .satisfies(candidate -> {
                    assertThat(candidate.requestName()).isEqualTo("csr-newer");
                    assertThat(candidate.firstSeen()).isEqualTo(NOW.minusSeconds(900));
                });
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_is_not_a_kubelets_request_creates_nothing(BootstrapRequests request) {
        assertThat(judged(List.of(request.pending()), List.of())).isEqualTo(new InboxVerdict(List.of(), 1, List.of()));
    }

    static Stream<BootstrapRequests> malformed() {
        return Stream.of(
                machine("w").asking(CertificateRequests.forNode("w").wrongSignature()),
                machine("w").asking(CertificateRequests.forNode("w").dnsName("kubernetes")),
                machine("w").asking(CertificateRequests.forNode("w").organization("system:masters")),
                machine("w").asking(CertificateRequests.forNode("w").commonName("system:node:x")),
                machine("w")
                        .asking(CertificateRequests.request()
                                .commonName("admin")
                                .organization("system:nodes")),
                machine("w").asking(CertificateRequests.forNode("Not_A_Node")),
                machine("w").asking(CertificateRequests.forNode("w".repeat(64))),
                machine("w").toUseItFor("client auth", "server auth"),
                machine("w").with("nope"),
                machine("w").again("c".repeat(254)),
                machine("w").inGroup("system:bootstrappers:nodejoin"));
    }

    @Test
    void the_name_of_a_node_is_not_for_the_inbox() {
        assertThat(judged(List.of(machine("worker-7").whileTheNodeExists().pending()), List.of()))
                .isEqualTo(new InboxVerdict(List.of(), 1, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "DENIED", "APPROVED"})
    void a_machine_that_has_a_place_gets_no_second(Decision decision) {
        var machine = machine("worker-7");
        assertThat(judged(List.of(machine.pending()), List.of(entry("abc123", machine.key(), decision))))
                .isEqualTo(new InboxVerdict(List.of(), 0, List.of()));
    }

    @Test
    void a_token_has_three_places_at_most_and_those_that_ask_the_longest_get_them() {
        var pending = IntStream.range(0, 5)
                .mapToObj(number ->
                        machine("worker-" + number).secondsAgo(100 + number).pending())
                .toList();
        var verdict = judged(pending, List.of());
        assertThat(verdict.taken())
                .extracting(InboxCandidate::nodeName)
                .containsExactly("worker-4", "worker-3", "worker-2");
        assertThat(verdict.notTaken()).isEqualTo(2);
    }

    @Test
    void a_denied_machine_keeps_its_tokens_place_and_an_approved_one_gives_it_back() {
        var denied = entry("abc123", "sha256:a", Decision.DENIED);
        var waits = entry("abc123", "sha256:b", Decision.NONE);
        var approved = entry("abc123", "sha256:c", Decision.APPROVED);
        var pending = List.of(machine("worker-1").pending(), machine("worker-2").pending());
        assertThat(judged(pending, List.of(denied, waits, approved)).taken()).hasSize(1);
        assertThat(judged(pending, List.of(denied, denied, denied)).taken()).isEmpty();
        assertThat(judged(pending, List.of(approved, approved, approved)).taken())
                .hasSize(2);
    }

    @Test
    void the_inbox_has_its_bound() {
        var waits = entry("other0", "sha256:a", Decision.NONE);
        var verdict = InboxRules.judge(List.of(MACHINES), List.of(waits), 4, NOW);
        assertThat(verdict.taken()).hasSize(3);
        assertThat(verdict.notTaken()).isEqualTo(9);
        assertThat(InboxRules.judge(List.of(MACHINES), List.of(waits), 1, NOW).taken())
                .isEmpty();
    }

    @Property(tries = 200)
    void no_token_and_no_inbox_ever_has_more_than_its_places(
            @ForAll int seed, @ForAll @IntRange(max = 12) int asking, @ForAll @IntRange(min = 1, max = 8) int max) {
        var decisions = Decision.values();
        var entries = IntStream.range(0, Math.floorMod(seed, 9))
                .mapToObj(number ->
                        entry("token" + number % 4, "sha256:" + number, decisions[Math.floorMod(seed >> number, 3)]))
                .toList();
        var taken = InboxRules.judge(Arrays.asList(MACHINES).subList(0, asking), entries, max, NOW)
                .taken();
        var undecided = entries.stream()
                .filter(entry -> entry.decision() == Decision.NONE)
                .count();
        if (!taken.isEmpty()) assertThat(undecided + taken.size()).isLessThanOrEqualTo(max);
        for (var candidate : taken) {
            var token = candidate.tokenId().value();
            var places = entries.stream()
                            .filter(entry -> entry.tokenId().equals(token) && entry.decision() != Decision.APPROVED)
                            .count()
                    + taken.stream()
                            .filter(other -> other.tokenId().value().equals(token))
                            .count();
            assertThat(places).isLessThanOrEqualTo(InboxRules.MOST_PER_TOKEN);
        }
    }

    @Test
    void whom_nobody_decided_in_time_expires_and_whom_somebody_denied_never() {
        var waits = entry("abc123", "sha256:a", Decision.NONE);
        var denied = entry("abc123", "sha256:b", Decision.DENIED);
        var approved = entry("abc123", "sha256:c", Decision.APPROVED);
        var all = List.of(waits, denied, approved);
        assertThat(InboxRules.expired(all, NOW.plusSeconds(599))).isEmpty();
        assertThat(InboxRules.expired(all, NOW.plusSeconds(600))).containsExactly(waits);
    }

    @Test
    void a_token_of_the_operator_is_not_of_the_inbox() {
        assertThat(BootstrapRequest.isUnrequested(machine("w").requested())).isTrue();
        assertThat(BootstrapRequest.isUnrequested(
                        machine("w").inGroup("system:bootstrappers:nodejoin").requested()))
                .isFalse();
    }

    private static InboxVerdict judged(List<BootstrapRequest> pending, List<InboxEntry> entries) {
        return InboxRules.judge(pending, entries, MAX, NOW);
    }

    private static InboxEntry entry(String tokenId, String key, Decision decision) {
        return new InboxEntry("nodejoin", "r", "u", "1", tokenId, key, decision, NOW.plusSeconds(600));
    }
}
