package dev.nodejoin.protocol.pki;

import static dev.nodejoin.protocol.pki.CertificateRequests.forNode;
import static dev.nodejoin.protocol.pki.CertificateRequests.request;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.protocol.pki.AlternativeName.Kind;
import dev.nodejoin.protocol.pki.CertificateRequest.Malformed;
import dev.nodejoin.protocol.pki.CertificateRequest.ParseResult;
import dev.nodejoin.protocol.pki.CertificateRequest.Parsed;
import dev.nodejoin.protocol.pki.NameAttribute.StringType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestTest {
    private static final byte[] GOOD =
            forNode("worker-1").dnsName("worker-1").certificateAuthority().der();

    @Test
    void the_kubelets_request_has_two_names_and_nothing_else() {
        var request = parsed(Resource.text("go-node-request.pem"));

        assertThat(request.subject())
                .containsExactly(name("2.5.4.10", "O", "system:nodes"), name("2.5.4.3", "CN", "system:node:worker-1"));
        assertThat(request.subjectText()).isEqualTo("O=system:nodes, CN=system:node:worker-1");
        assertThat(request.commonNames()).containsExactly("system:node:worker-1");
        assertThat(request.organizations()).containsExactly("system:nodes");
        assertThat(request.alternativeNames()).isEmpty();
        assertThat(request.extensionOids()).isEmpty();
        assertThat(request.attributeOids()).isEmpty();
        assertThat(request.hasDuplicateExtensions()).isFalse();
        assertThat(request.signatureAlgorithm()).isEqualTo("ECDSA-SHA256");
        assertThat(request.publicKey()).isEqualTo(PublicKeyInfo.fromPem(Resource.text("go-key-1-public.pem")));
    }

    @Test
    void names_that_go_writes_are_read() {
        var request = parsed(Resource.text("go-request-with-names.pem"));

        assertThat(request.organizations()).containsExactly("a", "b");
        assertThat(request.subject())
                .contains(new RelativeName(List.of(new NameAttribute("2.5.4.11", "OU", "ü", StringType.UTF8))));
        assertThat(request.alternativeNames().stream().map(AlternativeName::toString))
                .containsExactly("DNS:h.example", "EMAIL:a@b.c", "IP:10.0.0.1", "IP:fd00::1", "URI:spiffe://x/y");
        assertThat(request.attributeOids()).containsExactly(CertificateRequest.EXTENSION_REQUEST);
        assertThat(request.extensionOids()).containsExactly(CertificateRequest.SUBJECT_ALTERNATIVE_NAME);
    }

    @Test
    void an_rsa_request_of_openssl_is_read() {
        var request = parsed(Resource.text("openssl-rsa-request.pem"));

        assertThat(request.signatureAlgorithm()).isEqualTo("RSA-SHA256");
        assertThat(request.publicKey().algorithm()).isEqualTo("RSA 2048");
        assertThat(request.alternativeNames()).hasSize(2);
    }

    @Test
    void multi_valued_names_stay_visible() {
        var request = parsed(Resource.text("openssl-multi-valued-request.pem"));

        assertThat(request.subjectText()).isEqualTo("CN=a+O=b, O=c");
        assertThat(request.subject().getFirst().isMultiValued()).isTrue();
        assertThat(request.organizations()).containsExactly("b", "c");
        assertThat(request.extensionOids()).containsExactly("2.5.29.19");
    }

    @Test
    void every_kind_of_alternative_name_is_kept() {
        var request = request()
                .otherName("1.3.6.1.4.1.311.20.2.3", "root@x")
                .email("a@b.c")
                .dnsName("kubernetes.default")
                .x400Address()
                .directoryName("CN=admin,O=system:masters")
                .ediPartyName("p")
                .uri("spiffe://x")
                .ipAddress("192.168.0.1")
                .registeredId("1.2.3")
                .parsed();

        assertThat(request.alternativeNames().stream().map(AlternativeName::kind))
                .containsExactly(Kind.values());
        assertThat(request.alternativeNames())
                .contains(
                        new AlternativeName(Kind.DIRECTORY_NAME, "CN=admin,O=system:masters"),
                        new AlternativeName(Kind.REGISTERED_ID, "1.2.3"),
                        new AlternativeName(Kind.IP, "192.168.0.1"));
        assertThat(request.alternativeNames().getFirst().text()).contains("060a2b060104018237140203");
    }

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000,::",
        "00000000000000000000000000000001,::1",
        "20010db8000000000001000000000001,2001:db8::1:0:0:1",
        "20010db8000000010001000100010001,2001:db8:0:1:1:1:1:1",
        "00010000000000000000000000000000,1::",
        "00000000000000000000ffff0a000001,::ffff:a00:1",
        "ff000000000000000000000000000000,ff00::",
        "0a0000ff,10.0.0.255"
    })
    void addresses_are_written_as_people_know_them(String hex, String text) {
        var request = request().rawIpAddress(HexFormat.of().parseHex(hex)).parsed();

        assertThat(request.alternativeNames()).containsExactly(new AlternativeName(Kind.IP, text));
    }

    @Test
    void an_address_of_five_bytes_is_malformed() {
        assertMalformed(request().rawIpAddress(new byte[5]), "5 bytes; expected 4 or 16");
    }

    @Test
    void what_policy_will_refuse_is_recorded_not_judged() {
        var request = forNode("worker-1")
                .organization("system:masters")
                .certificateAuthority()
                .extension("1.2.3.4", true, new byte[] {5, 0})
                .challengePassword("x")
                .attribute("1.3.6.1.4.1.99999", "y")
                .parsed();

        assertThat(request.organizations()).containsExactly("system:nodes", "system:masters");
        assertThat(request.extensionOids()).containsExactly("2.5.29.19", "1.2.3.4");
        assertThat(request.attributeOids())
                .containsExactlyInAnyOrder(
                        "1.2.840.113549.1.9.7", "1.3.6.1.4.1.99999", CertificateRequest.EXTENSION_REQUEST);
    }

    @Test
    void a_repeated_extension_is_flagged_and_all_its_names_are_kept() {
        var request =
                request().secondAlternativeNames("smuggled").dnsName("honest").parsed();

        assertThat(request.hasDuplicateExtensions()).isTrue();
        assertThat(request.alternativeNames().stream().map(AlternativeName::text))
                .containsExactly("smuggled", "honest");
    }

    @Test
    void a_repeated_extension_request_is_flagged() {
        var request = request().dnsName("a").extensionRequestTwice().parsed();

        assertThat(request.hasDuplicateExtensions()).isTrue();
        assertThat(request.attributeOids()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void every_permitted_curve_may_sign(String curve) {
        assertThat(forNode("a").ec(curve).parsed().signatureAlgorithm()).isEqualTo("ECDSA-SHA256");
    }

    @Test
    void rsa_and_ed25519_may_sign() {
        assertThat(forNode("a").rsa(2048).parsed().signatureAlgorithm()).isEqualTo("RSA-SHA256");
        assertThat(forNode("a").ed25519().parsed().signatureAlgorithm()).isEqualTo("Ed25519");
    }

    @Test
    void a_signature_by_another_key_is_malformed() {
        assertMalformed(forNode("a").wrongSignature(), "not made by its own key");
        assertMalformed(forNode("a").rsa(2048).wrongSignature(), "not made by its own key");
        assertMalformed(forNode("a").ed25519().wrongSignature(), "not made by its own key");
    }

    @Test
    void another_version_is_malformed() {
        assertMalformed(forNode("a").version(1), "version");
    }

    @Test
    void other_string_types_are_told_apart() {
        var request = request()
                .utf8Rdn("2.5.4.3", "system:node:a")
                .bmpRdn("2.5.4.3", "b")
                .parsed();

        assertThat(request.subject().stream()
                        .map(name -> name.attributes().getFirst().stringType()))
                .containsExactly(StringType.UTF8, StringType.BMP);
        assertThat(request.commonNames()).containsExactly("system:node:a", "b");
    }

    @Test
    void a_character_that_a_printable_string_can_not_have_is_malformed() {
        assertMalformed(request().commonName("a*b"), "PRINTABLE");
    }

    @Test
    void two_blocks_are_malformed() {
        var pem = forNode("a").pemText();

        assertMalformed(pem + forNode("b").pemText(), "exactly one");
        assertMalformed(pem + "# a comment", "exactly one");
        assertMalformed(" " + pem, "does not begin");
    }

    @Test
    void another_type_of_block_is_malformed() {
        assertMalformed(forNode("a").pemText().replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"), "type NEW");
    }

    @Test
    void headers_in_the_block_are_malformed() {
        assertMalformed(forNode("a").pemText().replaceFirst("\n", "\nName: x\n\n"), "headers");
    }

    @Test
    void bytes_behind_the_request_are_malformed() {
        var der = forNode("a").der();

        assertMalformed(pem(Arrays.copyOf(der, der.length + 1)), "bytes after the end");
    }

    @Test
    void an_indefinite_length_is_malformed() {
        assertMalformed(pem(new byte[] {0x30, (byte) 0x80, 0, 0}), "indefinite");
    }

    @Test
    void a_length_in_a_longer_form_than_needed_is_malformed() {
        assertMalformed(pem(new byte[] {0x30, (byte) 0x81, 2, 5, 0}), "shortest");
    }

    @Test
    void nesting_that_would_exhaust_a_parser_is_malformed() {
        var der = new byte[20_000];
        for (int i = 0, left = der.length - 4; left > 0 && i + 4 <= der.length; i += 4, left -= 4) {
            der[i] = 0x30;
            der[i + 1] = (byte) 0x82;
            der[i + 2] = (byte) (left >> 8);
            der[i + 3] = (byte) left;
        }

        assertMalformed(pem(der), "nested more than 32");
    }

    @Test
    void an_explicit_default_in_an_extension_is_malformed() {
        // criticality FALSE is written down, which distinguished encoding forbids
        var extension = HexFormat.of().parseHex("300c0603551d1301010004023000");

        assertMalformed(withExtensions(extension), "distinguished");
    }

    @Test
    void true_that_is_not_all_ones_is_malformed() {
        var honest = HexFormat.of().formatHex(request().certificateAuthority().der());
        var odd = HexFormat.of().parseHex(honest.replace("0603551d130101ff", "0603551d13010101"));

        assertMalformed(pem(odd), "distinguished");
    }

    @Test
    void a_giant_is_malformed_unread() {
        assertMalformed(forNode("a").pemText() + "\n".repeat(CertificateRequest.MAX_BYTES), "longer than 65536");
    }

    @Property
    void any_bytes_are_parsed_or_malformed(@ForAll byte[] bytes) {
        assertThat(CertificateRequest.parse(bytes)).isInstanceOf(Malformed.class);
    }

    @Property
    void any_content_is_parsed_or_malformed(@ForAll byte[] content) {
        assertThat(CertificateRequest.parse(pem(content).getBytes(US_ASCII))).isInstanceOf(Malformed.class);
    }

    @Property
    void a_request_with_one_byte_changed_is_never_taken_for_good(
            @ForAll @IntRange(min = 0, max = 321) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
        var der = GOOD.clone();
        der[at % der.length] ^= (byte) change;

        assertThat(CertificateRequest.parse(pem(der).getBytes(US_ASCII))).isInstanceOf(Malformed.class);
    }

    @Property(tries = 200)
    void whatever_is_asked_for_is_seen(@ForAll("names") String organization, @ForAll("names") String dnsName) {
        var request = forNode("a").organization(organization).dnsName(dnsName).parsed();

        assertThat(request.organizations()).containsExactly("system:nodes", organization);
        assertThat(request.alternativeNames()).containsExactly(new AlternativeName(Kind.DNS, dnsName));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(":.-")
                .ofMinLength(1)
                .ofMaxLength(64);
    }

    private static RelativeName name(String oid, String shortName, String value) {
        return new RelativeName(List.of(new NameAttribute(oid, shortName, value, StringType.PRINTABLE)));
    }

    private static CertificateRequest parsed(String pem) {
        return ((Parsed) CertificateRequest.parse(pem.getBytes(US_ASCII))).request();
    }

    private static String pem(byte[] der) {
        return Pem.encode("CERTIFICATE REQUEST", der);
    }

    /** A signed request whose extension request holds one extension, byte for byte as given. */
    private static String withExtensions(byte[] extension) {
        return pem(request().rawExtension(extension).der());
    }

    private static void assertMalformed(CertificateRequests request, String why) {
        assertMalformed(request.pemText(), why);
    }

    private static void assertMalformed(String pem, String why) {
        ParseResult result = CertificateRequest.parse(pem.getBytes(US_ASCII));

        assertThat(result)
                .isInstanceOfSatisfying(
                        Malformed.class,
                        malformed -> assertThat(malformed.reason())
                                .startsWith("the certificate request is malformed: ")
                                .contains(why));
    }
}
