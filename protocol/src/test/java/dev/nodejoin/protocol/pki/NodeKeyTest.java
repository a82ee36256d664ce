package dev.nodejoin.protocol.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.CertificateRequest.Parsed;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.junit.jupiter.api.Test;

class NodeKeyTest {
    private static final String SEC1 = Resource.text("go-key-1-sec1.pem");
    private static final String PKCS8 = Resource.text("go-key-1-pkcs8.pem");

    @Test
    void both_encodings_of_a_key_are_read_and_the_kubelets_is_written() {
        assertThat(NodeKey.parse(SEC1).toPem()).isEqualTo(SEC1);
        assertThat(NodeKey.parse(PKCS8).toPem()).isEqualTo(SEC1);
    }

    @Test
    void the_public_part_is_derived() {
        assertThat(NodeKey.parse(SEC1).publicKeyInfo().toPem()).isEqualTo(Resource.text("go-key-1-public.pem"));
    }

    @Test
    void the_request_is_byte_for_byte_what_go_writes() {
        assertThat(NodeKey.parse(SEC1).certificateRequestPem("worker-1"))
                .isEqualTo(Resource.text("go-node-request.pem"));
    }

    @Test
    void a_generated_key_makes_a_request_that_is_read_back() {
        var key = NodeKey.generate(new SecureRandom());
        var request = (Parsed) CertificateRequest.parse(
                key.certificateRequestPem("worker-1.example").getBytes(US_ASCII));

        assertThat(request.request().publicKey()).isEqualTo(key.publicKeyInfo());
        assertThat(request.request().subjectText()).isEqualTo("O=system:nodes, CN=system:node:worker-1.example");
    }

    @Test
    void a_generated_key_survives_writing_and_reading() {
        var key = NodeKey.generate(new SecureRandom());

        assertThat(NodeKey.parse(key.toPem()).toPem()).isEqualTo(key.toPem());
    }

    @Test
    void the_pair_signs_and_verifies() throws Exception {
        var pair = NodeKey.parse(SEC1).keyPair();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(new byte[] {1});
        var bytes = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update(new byte[] {1});

        assertThat(signature.verify(bytes)).isTrue();
    }

    @Test
    void a_name_that_no_node_can_have_is_refused() {
        assertThatThrownBy(() -> NodeKey.parse(SEC1).certificateRequestPem("Worker_1"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("node name");
    }

    @Test
    void nothing_prints_the_key() {
        assertThat(NodeKey.parse(SEC1).toString()).contains("sha256:5cd252fb").doesNotContain("MHcC");
    }

    @Test
    void a_key_of_another_curve_is_refused() {
        assertMalformed("""
                -----BEGIN EC PRIVATE KEY-----
                MIGkAgEBBDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                AAAAAAAAAAGgBwYFK4EEACKhZANiAASqh8oivosFN46xxx7zIK10bh07Younm5hZ
                90HgglQqOFUC8l2/VSlsOlReOHJ2Crc2F95KliYsb12emL+Sktwp+PQdvSiaFHzp
                2jETtfC4wApgsc4dfoGdekMdfJDqDl8=
                -----END EC PRIVATE KEY-----
                """, "P-256");
    }

    @Test
    void a_public_key_and_several_blocks_are_refused() {
        assertMalformed(Resource.text("go-key-1-public.pem"), "PUBLIC KEY where EC PRIVATE KEY or PRIVATE KEY");
        assertMalformed(SEC1 + SEC1, "exactly one");
    }

    @Test
    void a_private_part_beside_another_public_part_is_refused_and_not_repeated() {
        assertThatThrownBy(() -> NodeKey.parse(SEC1.replace("AAAAABoAoG", "AAAAACoAoG")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("does not belong")
                .hasMessageNotContaining("AAAA");
    }

    @Property(tries = 100)
    void every_key_survives_both_encodings(@ForAll @BigRange(min = "1") BigInteger scalar) {
        var key = new NodeKey(scalar);

        assertThat(NodeKey.parse(key.toPem()).publicKeyInfo()).isEqualTo(key.publicKeyInfo());
        assertThat(NodeKey.parse(Pem.encode("PRIVATE KEY", key.privateKey().getEncoded()))
                        .publicKeyInfo())
                .isEqualTo(key.publicKeyInfo());
    }

    @Property
    void any_content_gives_a_key_or_is_malformed(@ForAll byte[] content) {
        for (var type : List.of("EC PRIVATE KEY", "PRIVATE KEY")) {
            try {
                assertThat(NodeKey.parse(Pem.encode(type, content)).toPem()).isNotEmpty();
            } catch (MalformedInputException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Property
    void any_text_gives_a_key_or_is_malformed(@ForAll String text) {
        try {
            assertThat(NodeKey.parse(text).toPem()).isNotEmpty();
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void openssl_accepts_the_request() throws Exception {
        assumeThat(openssl()).isNotEmpty();
        var process = new ProcessBuilder(openssl().getFirst().toString(), "req", "-verify", "-noout", "-subject")
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(NodeKey.generate(new SecureRandom())
                    .certificateRequestPem("worker-1")
                    .getBytes(US_ASCII));
        }

        assertThat(new String(process.getInputStream().readAllBytes(), US_ASCII).replace(" ", ""))
                .contains("O=system:nodes,CN=system:node:worker-1");
        assertThat(process.waitFor()).isZero();
    }

    private static List<Path> openssl() throws IOException {
        return Stream.of("/usr/bin/openssl", "/usr/local/bin/openssl")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
    }

    private static void assertMalformed(String pem, String why) {
        assertThatThrownBy(() -> NodeKey.parse(pem))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(why);
    }
}
