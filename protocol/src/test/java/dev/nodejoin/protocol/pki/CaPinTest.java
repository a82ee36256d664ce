package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaPinTest {
    private static final String TEXT = "sha256:5cd252fb0ce8932436faf8ccd1040981b89ee4ad6b9fe9e2a2b7e71aacb27cd3";
    private static final CertificateAuthority OLD = CertificateAuthority.named("old");
    private static final CertificateAuthority NEW = CertificateAuthority.named("new");

    @Test
    void a_pin_is_read_and_written() {
        assertThat(CaPin.parse(TEXT)).hasToString(TEXT);
    }

    @Test
    void case_does_not_matter() {
        assertThat(CaPin.parse(TEXT.toUpperCase(Locale.ROOT))).isEqualTo(CaPin.parse(TEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "'',exactly one colon",
        "sha256,exactly one colon",
        "sha256:ab:cd,exactly one colon",
        "sha1:5cd252fb,type must be sha256",
        ":5cd252fb,type must be sha256",
        "sha256:,hex digits",
        "sha256:5cd252fb,this one has 8",
        "sha256:5cd252fb0ce8932436faf8ccd1040981b89ee4ad6b9fe9e2a2b7e71aacb27cdg,hex digits",
        "sha256:5cd252fb0ce8932436faf8ccd1040981b89ee4ad6b9fe9e2a2b7e71aacb27cd3ff,this one has 66"
    })
    void a_malformed_pin_is_refused_with_the_reason(String text, String reason) {
        assertThatThrownBy(() -> CaPin.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_pin_matches_any_of_several_authorities() {
        var pin = CaPin.of(NEW.certificate());

        assertThat(pin.matchesAny(List.of(OLD.certificate(), NEW.certificate())))
                .isTrue();
        assertThat(pin.matchesAny(List.of(OLD.certificate()))).isFalse();
        assertThat(pin.matchesAny(List.of())).isFalse();
    }

    @Test
    void the_pin_of_a_certificate_is_the_hash_of_its_key() {
        var key = PublicKeyInfo.fromPem(Resource.text("go-key-1-public.pem"));
        var certificate = OLD.sign("CN=x", key, CertificateAuthority.BORN, Duration.ofDays(1));

        assertThat(CaPin.of(certificate)).hasToString(TEXT);
    }

    @Property
    void any_text_gives_a_pin_or_is_malformed(@ForAll String text) {
        try {
            assertThat(CaPin.parse(text).toString()).isEqualToIgnoringCase(text);
        } catch (MalformedInputException e) {
            assertThat(e).hasMessageContaining("CA pin");
        }
    }
}
