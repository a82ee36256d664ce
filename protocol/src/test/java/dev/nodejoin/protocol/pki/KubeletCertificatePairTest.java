package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KubeletCertificatePairTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.named("kubernetes");
    private static final NodeKey KEY = NodeKey.parse(Resource.text("go-key-1-sec1.pem"));
    private static final String CERTIFICATE = CertificateBundle.toPem(
            AUTHORITY.sign(KEY.certificateRequestPem("worker-1"), CertificateAuthority.BORN, Duration.ofDays(365)));

    @Test
    void a_pair_is_read_and_written_as_the_kubelet_writes_it() {
        var file = CERTIFICATE + KEY.toPem();

        assertThat(KubeletCertificatePair.parse(file).toPem()).isEqualTo(file);
    }

    @Test
    void a_chain_before_the_key_is_kept() {
        var file = CERTIFICATE + AUTHORITY.pem() + KEY.toPem();

        assertThat(KubeletCertificatePair.parse(file).toPem()).isEqualTo(file);
    }

    @Test
    void the_certificate_tells_whose_it_is_and_how_long() {
        var pair = new KubeletCertificatePair(CertificateBundle.parse(CERTIFICATE), KEY);

        assertThat(pair.subject()).isEqualTo("CN=system:node:worker-1,O=system:nodes");
        assertThat(pair.serial()).isEqualTo(BigInteger.valueOf(4711));
        assertThat(pair.notBefore()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(pair.notAfter()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(pair.isOfNodeAlone("worker-1")).isTrue();
        assertThat(pair.isOfNodeAlone("worker-2")).isFalse();
    }

    @Test
    void a_certificate_with_more_names_is_not_the_nodes() {
        var certificate = AUTHORITY.sign(
                "O=system:nodes,O=system:masters,CN=system:node:worker-1",
                KEY.publicKeyInfo(),
                CertificateAuthority.BORN,
                Duration.ofDays(1));
        var pair = new KubeletCertificatePair(CertificateBundle.parse(CertificateBundle.toPem(certificate)), KEY);

        assertThat(pair.isOfNodeAlone("worker-1")).isFalse();
    }

    @Test
    void a_certificate_of_another_key_is_refused() {
        assertMalformed(AUTHORITY.pem() + KEY.toPem(), "does not belong");
    }

    @Test
    void key_and_certificate_must_both_be_there_in_this_order() {
        assertMalformed("", "no PEM block");
        assertMalformed(CERTIFICATE, "type CERTIFICATE where EC PRIVATE KEY");
        assertMalformed(KEY.toPem(), "this one holds 0");
        assertMalformed(KEY.toPem() + CERTIFICATE, "type CERTIFICATE where EC PRIVATE KEY");
    }

    @Test
    void nothing_prints_the_key() {
        assertThat(new KubeletCertificatePair(CertificateBundle.parse(CERTIFICATE), KEY).toString())
                .contains("system:node:worker-1", "4711")
                .doesNotContain("MHcC");
    }

    @Property
    void any_text_gives_a_pair_or_is_malformed(@ForAll String text) {
        assertThatThrownBy(() -> KubeletCertificatePair.parse(text)).isInstanceOf(MalformedInputException.class);
    }

    private static void assertMalformed(String pem, String why) {
        assertThatThrownBy(() -> KubeletCertificatePair.parse(pem))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(why);
    }
}
