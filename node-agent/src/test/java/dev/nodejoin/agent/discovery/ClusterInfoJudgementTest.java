package dev.nodejoin.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.discovery.Look.NotYet;
import dev.nodejoin.agent.discovery.Look.Rejected;
import dev.nodejoin.agent.discovery.Look.Trusted;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.PublishedInfo;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.ClusterInfoSignature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterInfoJudgementTest {
    private static final TestAuthority OLD = TestAuthority.named("old");
    private static final TestAuthority NEW = TestAuthority.named("new");
    private static final String TOKEN = "abcdef.0123456789abcdef";
    private static final String SAME_ID = "abcdef.fedcba9876543210";
    private static final String OTHER = "zzzzzz.0123456789abcdef";
    private static final CaPin OLD_PIN = OLD.bundle().pins().getFirst();
    private static final CaPin NEW_PIN = NEW.bundle().pins().getFirst();
    private static final PublishedInfo PUBLISHED = PublishedInfo.of(OLD.pem());

    @Test
    void what_is_signed_by_the_token_and_carries_the_pinned_key_is_trusted() {
        assertThat(first(PUBLISHED.signedBy(TOKEN), OLD_PIN)).isInstanceOfSatisfying(Trusted.class, trusted -> {
            assertThat(trusted.info().server()).isEqualTo(Goals.SERVER);
            assertThat(trusted.info().caPem()).isEqualTo(OLD.pem());
            assertThat(trusted.info().text()).isEqualTo(PUBLISHED.kubeconfig());
        });
    }

    @Test
    void any_pin_of_any_of_the_certificates_is_enough() {
        var two = PublishedInfo.of(OLD.pem() + NEW.pem()).signedBy(TOKEN);

        assertThat(first(two, NEW_PIN)).isInstanceOf(Trusted.class);
        assertThat(first(PUBLISHED.signedBy(TOKEN), NEW_PIN, OLD_PIN)).isInstanceOf(Trusted.class);
    }

    @Test
    void without_a_pin_the_signature_is_enough() {
        assertThat(first(PUBLISHED.signedBy(TOKEN))).isInstanceOf(Trusted.class);
        assertThat(judgement().isPinned()).isFalse();
    }

    @Test
    void another_key_than_the_pinned_one_is_rejected_with_the_keys_that_were_found() {
        rejected(
                first(PUBLISHED.signedBy(TOKEN), NEW_PIN),
                ExitCode.PIN_MISMATCH,
                "has a pinned key; they have: " + OLD_PIN);
    }

    @Test
    void a_pin_counts_also_where_it_could_be_done_without() {
        var lenient = new BootstrapTokenDiscovery(BootstrapToken.parse(TOKEN), "api.test:6443", List.of(NEW_PIN), true);

        rejected(
                new ClusterInfoJudgement(lenient)
                        .first(Optional.of(PUBLISHED.signedBy(TOKEN).data())),
                ExitCode.PIN_MISMATCH,
                "has a pinned key");
    }

    @Test
    void a_token_with_the_right_id_and_another_secret_is_wrong_at_once() {
        rejected(first(PUBLISHED.signedBy(SAME_ID), OLD_PIN), ExitCode.TOKEN_WRONG, "its secret is wrong");
    }

    @Test
    void a_kubeconfig_that_was_altered_after_signing_is_rejected() {
        var data = new HashMap<>(PUBLISHED.signedBy(TOKEN).data());
        data.put("kubeconfig", PublishedInfo.of(NEW.pem()).kubeconfig());

        rejected(judgement(NEW_PIN).first(Optional.of(data)), ExitCode.TOKEN_WRONG, "not made with this token");
    }

    @Test
    void a_token_id_without_a_signature_among_others_is_unknown_or_expired() {
        notYet(first(PUBLISHED.signedBy(OTHER)), ExitCode.TOKEN_UNKNOWN, "no signature for token id abcdef");
    }

    @Test
    void no_signature_at_all_is_told_apart_from_that() {
        notYet(first(PUBLISHED), ExitCode.UNSIGNED, "is not signed for any token");
    }

    @Test
    void an_empty_signature_is_none() {
        var data = Map.of("kubeconfig", PUBLISHED.kubeconfig(), "jws-kubeconfig-abcdef", "");

        notYet(judgement().first(Optional.of(data)), ExitCode.TOKEN_UNKNOWN, "no signature for token id abcdef");
    }

    @Test
    void a_cluster_without_cluster_info_may_get_one() {
        notYet(judgement().first(Optional.empty()), ExitCode.CLUSTER, "no ConfigMap kube-public/cluster-info");
    }

    @Test
    void a_signature_of_nothing_is_rejected() {
        rejected(
                judgement().first(Optional.of(Map.of("jws-kubeconfig-abcdef", "x"))),
                ExitCode.CLUSTER,
                "there is no kubeconfig key");
    }

    @Test
    void what_is_signed_but_no_way_to_a_cluster_is_rejected() {
        rejected(first(signed("kind: Config\n")), ExitCode.CLUSTER, "can't be used: the kubeconfig names no cluster");
        rejected(first(signed("clusters: 1\n")), ExitCode.CLUSTER, "can't be used: clusters must be a list");
        rejected(
                first(PublishedInfo.of("http://api.test:80", OLD.pem()).signedBy(TOKEN)),
                ExitCode.CLUSTER,
                "can't be used: the API server's URL must be like https://");
        rejected(
                first(signed("clusters: [{name: '', cluster: {server: 'https://api.test:6443'}}]\n")),
                ExitCode.CLUSTER,
                "can't be used: its kubeconfig has no certificate-authority-data");
    }

    @Test
    void the_same_text_at_the_second_look_is_trusted_whatever_its_signatures() {
        var judgement = judgement(OLD_PIN);
        var info = trusted(judgement.first(Optional.of(PUBLISHED.signedBy(TOKEN).data())));

        assertThat(judgement.second(info, Optional.of(PUBLISHED.signedBy(OTHER).data())))
                .isEqualTo(new Trusted(info));
    }

    @Test
    void another_text_at_the_second_look_is_rejected_down_to_a_byte() {
        var judgement = judgement(OLD_PIN);
        var info = trusted(judgement.first(Optional.of(PUBLISHED.signedBy(TOKEN).data())));

        rejected(
                judgement.second(info, Optional.of(Map.of("kubeconfig", PUBLISHED.kubeconfig() + "\n"))),
                ExitCode.CA_CHANGED,
                "differs from the one that was read first");
        rejected(judgement.second(info, Optional.of(Map.of())), ExitCode.CA_CHANGED, "differs");
        notYet(judgement.second(info, Optional.empty()), ExitCode.CLUSTER, "no ConfigMap");
    }

    @Test
    void a_server_that_is_trusted_anyway_needs_no_signature() {
        assertThat(ClusterInfoJudgement.published(Optional.of(PUBLISHED.data())))
                .isInstanceOf(Trusted.class);
        rejected(ClusterInfoJudgement.published(Optional.of(Map.of())), ExitCode.CLUSTER, "no kubeconfig key");
        notYet(ClusterInfoJudgement.published(Optional.empty()), ExitCode.CLUSTER, "no ConfigMap");
    }

    private static PublishedInfo signed(String kubeconfig) {
        var token = BootstrapToken.parse(TOKEN);
        return new PublishedInfo(
                kubeconfig, Map.of("jws-kubeconfig-abcdef", ClusterInfoSignature.of(kubeconfig, token)));
    }

    private static Look first(PublishedInfo published, CaPin... pins) {
        return judgement(pins).first(Optional.of(published.data()));
    }

    private static ClusterInfoJudgement judgement(CaPin... pins) {
        return new ClusterInfoJudgement(new BootstrapTokenDiscovery(
                BootstrapToken.parse(TOKEN), "api.test:6443", List.of(pins), pins.length == 0));
    }

    private static ClusterInfo trusted(Look look) {
        return ((Trusted) look).info();
    }

    private static void rejected(Look look, ExitCode code, String sentence) {
        assertThat(look).isInstanceOfSatisfying(Rejected.class, it -> {
            assertThat(it.failure().code()).isEqualTo(code);
            assertThat(it.failure().sentence()).contains(sentence).doesNotContain("0123456789abcdef");
        });
    }

    private static void notYet(Look look, ExitCode code, String sentence) {
        assertThat(look).isInstanceOfSatisfying(NotYet.class, it -> {
            assertThat(it.failure().code()).isEqualTo(code);
            assertThat(it.failure().sentence()).contains(sentence).doesNotContain("0123456789abcdef");
        });
    }
}
