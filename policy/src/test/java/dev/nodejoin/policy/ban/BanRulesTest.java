package dev.nodejoin.policy.ban;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinBanSpec;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a ban hits, and for how long. */
class BanRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final String KEY = "sha256:" + "0a".repeat(32);
    private static final Suspect WORKER_1 = new Suspect(Set.of("worker-1"), Set.of(KEY));

    private static Ban ban(String json) {
        return Ban.of("b", spec(json));
    }

    private static NodeJoinBanSpec spec(String fields) {
        var parts = fields.split("\\|", -1);
        return new NodeJoinBanSpec(orNull(parts[0]), orNull(parts[1]), orNull(parts[2]), orNull(parts[3]));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static BanVerdict judge(Ban... bans) {
        return BanRules.judge(WORKER_1, List.of(bans), NOW);
    }

    @Test
    void nobody_is_banned_without_a_ban() {
        assertThat(judge()).isEqualTo(new BanVerdict.Free());
    }

    @Test
    void a_banned_name_is_banned_whatever_its_key() {
        var ban = ban("worker-1|||");
        assertThat(judge(ban)).isEqualTo(new BanVerdict.Banned(List.of(ban)));
    }

    @Test
    void a_banned_key_is_banned_whatever_its_name() {
        assertThat(judge(ban("|" + KEY + "||"))).isInstanceOf(BanVerdict.Banned.class);
    }

    @Test
    void a_name_and_a_key_in_one_ban_are_banned_each_by_itself() {
        assertThat(judge(ban("another|" + KEY + "||"))).isInstanceOf(BanVerdict.Banned.class);
        assertThat(judge(ban("worker-1|sha256:" + "ff".repeat(32) + "||"))).isInstanceOf(BanVerdict.Banned.class);
    }

    @Test
    void neighbours_of_a_name_are_free() {
        assertThat(judge(ban("worker-10|||"), ban("worker|||"), ban("orker-1|||")))
                .isEqualTo(new BanVerdict.Free());
    }

    @Test
    void its_end_is_the_first_moment_at_which_it_is_over() {
        assertThat(judge(ban("worker-1||2026-03-01T09:00:00Z|"))).isEqualTo(new BanVerdict.Free());
        assertThat(judge(ban("worker-1||2026-03-01T09:00:00.001Z|"))).isInstanceOf(BanVerdict.Banned.class);
        assertThat(judge(ban("worker-1||2026-03-01T10:30:00+02:00|"))).isEqualTo(new BanVerdict.Free());
    }

    @Test
    void one_whose_end_is_no_time_holds() {
        assertThat(judge(ban("worker-1||tomorrow|"))).isInstanceOf(BanVerdict.Banned.class);
    }

    @Test
    void a_strange_object_bans_nobody() {
        assertThat(judge(ban("|||"), Ban.of("b", null))).isEqualTo(new BanVerdict.Free());
        assertThat(BanRules.judge(new Suspect(Set.of(), Set.of()), List.of(ban("|||")), NOW))
                .isEqualTo(new BanVerdict.Free());
    }

    @Test
    void the_message_names_each_ban_its_end_and_its_reason() {
        var banned = (BanVerdict.Banned) judge(ban("worker-1||2027-01-01T00:00:00Z|stolen"), ban("|" + KEY + "||"));
        assertThat(banned.message())
                .isEqualTo("Banned by NodeJoinBan b, until 2027-01-01T00:00:00Z: stolen; NodeJoinBan b");
        assertThat(banned.firstEnd()).contains(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void who_asks_with_a_bootstrap_token_for_a_banned_name_is_denied_whosever_token_it_is() {
        for (var group : new String[] {"system:bootstrappers:nodejoin", "system:bootstrappers:kubeadm:default"})
            assertThat(judge(asked("system:bootstrappers", group), ban("worker-1|||stolen")))
                    .hasValueSatisfying(denial -> {
                        assertThat(denial.refusals())
                                .extracting(Refusal::reason)
                                .containsExactly(Refusal.Reason.BANNED);
                        assertThat(denial.message()).contains("stolen");
                    });
    }

    @Test
    void who_asks_with_a_banned_key_is_denied_whatever_the_name() {
        var asked = asked("system:bootstrappers");
        var key = Suspect.of(asked).keys().iterator().next();
        assertThat(judge(asked, ban("|" + key + "||"))).isPresent();
        assertThat(judge(asked, ban("|" + KEY + "||"))).isEmpty();
    }

    @Test
    void who_is_no_bootstrapper_is_none_of_its_business() {
        assertThat(judge(asked("system:nodes"), ban("worker-1|||"))).isEmpty();
        var other = asked("system:bootstrappers");
        var elsewhere = new RequestedCertificate(
                other.requester(), other.groups(), "example.com/other", other.usages(), other.parsed());
        assertThat(judge(elsewhere, ban("worker-1|||"))).isEmpty();
    }

    @Test
    void a_malformed_request_is_left_to_others() {
        var asked = asked("system:bootstrappers");
        var malformed = new RequestedCertificate(
                asked.requester(),
                asked.groups(),
                asked.signerName(),
                asked.usages(),
                CertificateRequest.parse(new byte[0]));
        assertThat(judge(malformed, ban("worker-1|||"))).isEmpty();
    }

    private static Optional<CertificateVerdict.Deny> judge(RequestedCertificate asked, Ban... bans) {
        return BanRules.judge(asked, List.of(bans), NOW);
    }

    private static RequestedCertificate asked(String... groups) {
        return new RequestedCertificate(
                "system:bootstrap:abc123",
                Set.of(groups),
                "kubernetes.io/kube-apiserver-client-kubelet",
                Set.of("digital signature", "client auth"),
                CertificateRequest.parse(CertificateRequests.forNode("worker-1").pem()));
    }

    @Property
    void a_ban_more_never_frees_anybody(@ForAll("bans") List<Ban> bans, @ForAll("aBan") Ban another) {
        var before = BanRules.judge(WORKER_1, bans, NOW);
        var after = BanRules.judge(
                WORKER_1, Stream.concat(bans.stream(), Stream.of(another)).toList(), NOW);
        if (before instanceof BanVerdict.Banned) assertThat(after).isInstanceOf(BanVerdict.Banned.class);
    }

    @Property
    void the_order_of_bans_changes_nothing(@ForAll("bans") List<Ban> bans, @ForAll Random random) {
        var shuffled = new ArrayList<>(bans);
        Collections.shuffle(shuffled, random);
        assertThat(BanRules.judge(WORKER_1, shuffled, NOW).getClass())
                .isEqualTo(BanRules.judge(WORKER_1, bans, NOW).getClass());
    }

    @Property
    void who_is_banned_now_was_so_before_and_who_is_free_stays_so(
            @ForAll("bans") List<Ban> bans, @ForAll("times") Instant one, @ForAll("times") Instant other) {
        var earlier = one.isBefore(other) ? one : other;
        var later = one.isBefore(other) ? other : one;
        if (BanRules.judge(WORKER_1, bans, later) instanceof BanVerdict.Banned)
            assertThat(BanRules.judge(WORKER_1, bans, earlier)).isInstanceOf(BanVerdict.Banned.class);
    }

    @Provide
    Arbitrary<List<Ban>> bans() {
        return aBan().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<Ban> aBan() {
        return Combinators.combine(Arbitraries.of("worker-1", "worker-2"), Arbitraries.of(KEY, "sha256:ff"), times())
                .as((name, key, until) -> new Ban("b", Optional.of(name), Optional.of(key), Optional.of(until), ""))
                .optional()
                .map(ban -> ban.orElse(ban("worker-2|||")));
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs().between(-100, 100).map(NOW::plusSeconds);
    }
}
