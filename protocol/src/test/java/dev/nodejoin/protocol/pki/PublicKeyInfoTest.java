package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyInfoTest {
    /** The generator of P-256, the public key of the private key 1. */
    private static final String PEM = Resource.text("go-key-1-public.pem");

    @Test
    void the_hash_is_kubeadms_pin() {
        assertThat(PublicKeyInfo.fromPem(PEM).sha256())
                .isEqualTo("sha256:5cd252fb0ce8932436faf8ccd1040981b89ee4ad6b9fe9e2a2b7e71aacb27cd3");
    }

    @Test
    void a_key_is_written_as_it_was_read() {
        assertThat(PublicKeyInfo.fromPem(PEM).toPem()).isEqualTo(PEM);
    }

    @Test
    void keys_are_equal_when_their_bytes_are() {
        assertThat(PublicKeyInfo.fromPem(PEM))
                .isEqualTo(PublicKeyInfo.fromPem(PEM))
                .hasSameHashCodeAs(PublicKeyInfo.fromPem(PEM))
                .isNotEqualTo(CertificateRequests.request().publicKeyInfo());
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,EC P-256", "secp384r1,EC P-384", "secp521r1,EC P-521"})
    void the_curves_that_kubernetes_knows_are_read(String curve, String algorithm) throws Exception {
        assertThat(PublicKeyInfo.of(ec(curve)).algorithm()).isEqualTo(algorithm);
    }

    @Test
    void rsa_and_ed25519_are_read() throws Exception {
        assertThat(PublicKeyInfo.of(rsa(2048)).algorithm()).isEqualTo("RSA 2048");
        assertThat(PublicKeyInfo.of(rsa(3072)).algorithm()).isEqualTo("RSA 3072");
        assertThat(PublicKeyInfo.of(key("Ed25519")).algorithm()).isEqualTo("Ed25519");
    }

    @Test
    void a_short_rsa_key_is_refused() throws Exception {
        var key = rsa(1024);

        assertMalformed(() -> PublicKeyInfo.of(key), "2048 to 8192");
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,true", "4,false", "65537,true", "2147483647,true", "2147483649,false"})
    void only_exponents_that_go_accepts_are_accepted(BigInteger exponent, boolean isAccepted) throws Exception {
        var der = rsa(BigInteger.TWO.pow(2047).add(BigInteger.ONE), exponent);

        if (isAccepted) {
            assertThat(PublicKeyInfo.fromDer(der).algorithm()).isEqualTo("RSA 2048");
        } else {
            assertMalformed(() -> PublicKeyInfo.fromDer(der), "exponent");
        }
    }

    @ParameterizedTest
    @CsvSource({"2046,1", "8192,1", "2048,0"})
    void a_modulus_out_of_bounds_or_even_is_refused(int power, long rest) throws Exception {
        var der = rsa(BigInteger.TWO.pow(power).add(BigInteger.valueOf(rest)), BigInteger.valueOf(65537));

        assertMalformed(() -> PublicKeyInfo.fromDer(der), "modulus");
    }

    @Test
    void a_negative_modulus_is_refused() throws Exception {
        var der = rsa(BigInteger.TWO.pow(2048).add(BigInteger.ONE).negate(), BigInteger.valueOf(65537));

        assertMalformed(() -> PublicKeyInfo.fromDer(der), "the public key can't be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed448", "X25519", "DSA"})
    void other_algorithms_are_refused(String algorithm) throws Exception {
        var key = key(algorithm);

        assertMalformed(() -> PublicKeyInfo.of(key), "expected EC, RSA or Ed25519");
    }

    @Test
    void a_point_off_the_curve_is_refused() {
        var der = PublicKeyInfo.fromPem(PEM).der();
        der[der.length - 1] ^= 1;

        assertMalformed(() -> PublicKeyInfo.fromDer(der), "not on the curve");
    }

    @Test
    void a_compressed_point_is_refused_for_it_would_be_a_second_spelling() {
        var der = HexFormat.of()
                .parseHex("3039301306072a8648ce3d020106082a8648ce3d030107032200"
                        + "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");

        assertMalformed(() -> PublicKeyInfo.fromDer(der), "uncompressed");
    }

    @Test
    void two_blocks_are_refused() {
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM + PEM), "exactly one");
    }

    @Test
    void text_around_the_block_is_refused() {
        assertMalformed(() -> PublicKeyInfo.fromPem("x\n" + PEM), "does not begin");
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM + "x"), "after the PEM block");
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM + " "), "after the PEM block");
    }

    @Test
    void a_private_key_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> PublicKeyInfo.fromPem(Resource.text("go-key-1-sec1.pem")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("EC PRIVATE KEY where PUBLIC KEY is expected")
                .hasMessageNotContaining("MHcC");
    }

    @Test
    void line_breaks_of_windows_and_their_absence_at_the_end_are_accepted() {
        assertThat(PublicKeyInfo.fromPem(PEM.replace("\n", "\r\n"))).isEqualTo(PublicKeyInfo.fromPem(PEM));
        assertThat(PublicKeyInfo.fromPem(PEM.strip())).isEqualTo(PublicKeyInfo.fromPem(PEM));
    }

    @Test
    void base64_that_is_cut_or_has_stray_bits_is_refused() {
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM.replace("9Q==", "9Q=")), "base64");
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM.replace("9Q==", "9R==")), "base64");
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM.replace("9Q==", "9 ==")), "base64");
    }

    @Test
    void a_giant_is_refused_unread() {
        assertMalformed(() -> PublicKeyInfo.fromPem(PEM + "\n".repeat(20_000)), "at most 16384");
    }

    @Property
    void any_text_gives_a_key_or_is_malformed(@ForAll String text) {
        assertKeyOrMalformed(text);
    }

    @Property
    void any_content_gives_a_key_or_is_malformed(@ForAll byte[] content) {
        assertKeyOrMalformed(Pem.encode("PUBLIC KEY", content));
    }

    @Property
    void a_key_with_one_byte_changed_is_another_key_or_malformed(
            @ForAll @IntRange(max = 90) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
        var der = PublicKeyInfo.fromPem(PEM).der();
        der[at] ^= (byte) change;
        try {
            assertThat(PublicKeyInfo.fromDer(der)).isNotEqualTo(PublicKeyInfo.fromPem(PEM));
        } catch (MalformedInputException e) {
            assertThat(e).hasMessageStartingWith("the ");
        }
    }

    private static void assertKeyOrMalformed(String text) {
        try {
            assertThat(PublicKeyInfo.fromPem(text).toPem().strip()).isEqualTo(text.strip());
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void assertMalformed(Runnable reading, String why) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(why);
    }

    private static PublicKey ec(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPublic();
    }

    private static PublicKey rsa(int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPublic();
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) throws Exception {
        var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return new SubjectPublicKeyInfo(algorithm, new RSAPublicKey(modulus, exponent)).getEncoded();
    }

    private static PublicKey key(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
    }
}
