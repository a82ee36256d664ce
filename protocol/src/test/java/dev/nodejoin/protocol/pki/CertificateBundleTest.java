package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CertificateBundleTest {
    private static final CertificateAuthority OLD = CertificateAuthority.named("old");
    private static final CertificateAuthority NEW = CertificateAuthority.named("new");

    @Test
    void several_authorities_are_read_in_order_and_pinned() {
        var bundle = CertificateBundle.parse(OLD.pem() + NEW.pem());

        assertThat(bundle.certificates()).containsExactly(OLD.certificate(), NEW.certificate());
        assertThat(bundle.pins()).containsExactly(CaPin.of(OLD.certificate()), CaPin.of(NEW.certificate()));
    }

    @Test
    void comments_are_read_over_and_not_written() {
        var bundle = CertificateBundle.parse("# the old one\n" + OLD.pem() + "\n\nnew:\n" + NEW.pem() + "the end");

        assertThat(bundle.toPem()).isEqualTo(OLD.pem() + NEW.pem());
    }

    @Test
    void an_empty_bundle_is_refused() {
        assertMalformed("", "this one holds 0");
        assertMalformed("no certificate here", "this one holds 0");
    }

    @Test
    void a_private_key_among_the_certificates_is_refused() {
        assertMalformed(OLD.pem() + Resource.text("go-key-1-sec1.pem"), "EC PRIVATE KEY where CERTIFICATE");
    }

    @Test
    void half_a_block_is_refused() {
        assertMalformed(OLD.pem() + NEW.pem().substring(0, 200), "incomplete");
        assertMalformed(OLD.pem() + NEW.pem().substring(200), "incomplete");
    }

    @Test
    void a_block_that_does_not_begin_a_line_is_refused_for_go_would_not_see_it() {
        assertMalformed("x" + OLD.pem(), "incomplete");
    }

    @Test
    void a_block_without_a_certificate_is_refused() {
        assertMalformed(Pem.encode("CERTIFICATE", new byte[] {0x30, 0}), "no X.509 certificate");
    }

    @Test
    void too_many_certificates_are_refused() {
        assertMalformed(OLD.pem().repeat(65), "more than 64");
    }

    @Test
    void a_giant_is_refused_unread() {
        assertMalformed("#".repeat(CertificateBundle.MAX_BYTES + 1), "at most 262144");
    }

    @Property
    void any_bytes_give_a_bundle_or_are_malformed(@ForAll byte[] bytes) {
        assertBundleOrMalformed(bytes);
    }

    @Property
    void any_content_gives_a_bundle_or_is_malformed(@ForAll byte[] content) {
        assertBundleOrMalformed(Pem.encode("CERTIFICATE", content).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertBundleOrMalformed(byte[] bytes) {
        try {
            assertThat(CertificateBundle.parse(bytes).certificates()).isNotEmpty();
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void assertMalformed(String pem, String why) {
        assertThatThrownBy(() -> CertificateBundle.parse(pem))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(why);
    }
}
