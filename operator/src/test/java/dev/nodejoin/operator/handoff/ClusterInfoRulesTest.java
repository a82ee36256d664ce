package dev.nodejoin.operator.handoff;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.operator.handoff.ClusterInfoVerdict.Good;
import dev.nodejoin.operator.handoff.ClusterInfoVerdict.Refused;
import dev.nodejoin.operator.handoff.ClusterInfoVerdict.Unsigned;
import dev.nodejoin.operator.handoff.PublishedClusterInfo.Hidden;
import dev.nodejoin.operator.handoff.PublishedClusterInfo.Missing;
import dev.nodejoin.operator.handoff.PublishedClusterInfo.Present;
import dev.nodejoin.protocol.pki.CertificateAuthority;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.ClusterInfoSignature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Will kubeadm, with this token and pins of our authorities, find this cluster? */
class ClusterInfoRulesTest {
    private static final String OURS = CertificateAuthority.named("ours").pem();
    private static final String NEXT = CertificateAuthority.named("next").pem();
    private static final String FOREIGN = CertificateAuthority.named("foreign").pem();
    private static final ClusterAccess ACCESS = new ClusterAccess("https://api.example:6443", OURS + NEXT);
    private static final BootstrapToken TOKEN = BootstrapToken.parse("abcdef.0123456789abcdef");
    private static final BootstrapToken OTHER = BootstrapToken.parse("abcdef.fedcba9876543210");

    @Test
    void a_signed_kubeconfig_with_our_authority_is_good() {
        assertThat(ClusterInfoRules.judge(signedBy(TOKEN, kubeconfig(OURS)), ACCESS, TOKEN))
                .isEqualTo(new Good());
    }

    @Test
    void all_of_our_authorities_may_be_in_it() {
        assertThat(ClusterInfoRules.judge(signedBy(TOKEN, kubeconfig(NEXT + OURS)), ACCESS, TOKEN))
                .isEqualTo(new Good());
    }

    @Test
    void before_there_is_a_token_no_signature_is_missed() {
        assertThat(ClusterInfoRules.judge(unsigned(kubeconfig(OURS)), ACCESS)).isEqualTo(new Good());
    }

    @Test
    void the_token_of_another_name_is_no_signature() {
        var others = new Present(Map.of("kubeconfig", kubeconfig(OURS), "jws-kubeconfig-zzzzzz", "x..y"));

        assertUnsigned(others, "no jws-kubeconfig-abcdef");
    }

    @Test
    void a_signature_by_another_secret_is_waited_out() {
        assertUnsigned(signedBy(OTHER, kubeconfig(OURS)), "not yet the right jws-kubeconfig-abcdef");
    }

    @Test
    void a_signature_of_another_text_is_waited_out() {
        var changed = new Present(Map.of(
                "kubeconfig",
                kubeconfig(OURS),
                "jws-kubeconfig-abcdef",
                ClusterInfoSignature.of(kubeconfig(NEXT), TOKEN)));

        assertUnsigned(changed, "not yet the right");
    }

    private static void assertUnsigned(PublishedClusterInfo published, String why) {
        assertThat(ClusterInfoRules.judge(published, ACCESS, TOKEN))
                .isInstanceOfSatisfying(
                        Unsigned.class,
                        verdict -> assertThat(verdict.why()).contains(why, "bootstrap-signer-controller"));
    }

    @Test
    void a_foreign_authority_is_refused_though_it_is_signed() {
        assertRefused(signedBy(TOKEN, kubeconfig(FOREIGN)), "ClusterInfoUnusable", "sha256:");
    }

    /** kubeadm is content with one that is pinned, and trusts the other as well. */
    @Test
    void a_foreign_authority_beside_ours_is_refused() {
        assertRefused(signedBy(TOKEN, kubeconfig(OURS + FOREIGN)), "ClusterInfoUnusable", "not those of this operator");
    }

    @Test
    void a_missing_cluster_info_is_refused() {
        assertRefused(new Missing(), "ClusterInfoMissing", "kubeadm init phase bootstrap-token");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_cluster_info_that_not_everybody_reads_is_refused(int code) {
        assertRefused(new Hidden(code), "ClusterInfoNotPublic", "status " + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "apiVersion: v1\nkind: Config\n", "\t"})
    void a_text_that_is_no_kubeconfig_is_refused(String text) {
        assertRefused(signedBy(TOKEN, text), "ClusterInfoUnusable", "kube-public/cluster-info");
    }

    @Test
    void a_kubeconfig_without_authorities_is_refused() {
        var text = kubeconfig(OURS).replaceFirst("certificate-authority-data: \\S+", "insecure-skip-tls-verify: true");

        assertRefused(signedBy(TOKEN, text), "ClusterInfoUnusable", "certificate-authority-data");
    }

    @Test
    void a_server_without_tls_is_refused() {
        var text = kubeconfig(OURS).replace("https://", "http://");

        assertRefused(signedBy(TOKEN, text), "ClusterInfoUnusable", "https");
    }

    @Test
    void a_configured_endpoint_with_a_path_is_refused() {
        var access = new ClusterAccess("https://api.example:6443/clusters/one", OURS);

        assertThat(ClusterInfoRules.judge(signedBy(TOKEN, kubeconfig(OURS)), access, TOKEN))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("host:port", "apiServer.endpoint")
                                .doesNotContain("kube-public"));
    }

    private static void assertRefused(PublishedClusterInfo published, String reason, String why) {
        for (var verdict : new ClusterInfoVerdict[] {
            ClusterInfoRules.judge(published, ACCESS), ClusterInfoRules.judge(published, ACCESS, TOKEN)
        })
            assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo(reason);
                assertThat(refused.why()).contains(why, "CABundle");
            });
    }

    private static Present unsigned(String kubeconfig) {
        return new Present(Map.of("kubeconfig", kubeconfig));
    }

    private static Present signedBy(BootstrapToken token, String kubeconfig) {
        return new Present(Map.of(
                "kubeconfig",
                kubeconfig,
                ClusterInfoSignature.key(token.id()),
                ClusterInfoSignature.of(kubeconfig, token)));
    }

    private static String kubeconfig(String authorities) {
        return """
                apiVersion: v1
                clusters:
                - cluster:
                    certificate-authority-data: %s
                    server: https://api.example:6443
                  name: ""
                contexts: null
                current-context: ""
                kind: Config
                users: null
                """.formatted(Base64.getEncoder().encodeToString(authorities.getBytes(US_ASCII)));
    }
}
