package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdentityTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.named("kubernetes");
    private static final KeyPair RSA = keys("RSA", 2048);
    private static final String SUBJECT = "O=system:nodes,CN=system:node:worker-1";

    /** As kubeadm, openssl and Go write them. */
    @ParameterizedTest
    @CsvSource({"RSA, 2048, RSA PRIVATE KEY", "EC, 384, EC PRIVATE KEY", "EC, 256, EC PRIVATE KEY"})
    void a_key_in_an_encoding_of_its_own_kind_is_read(String algorithm, int size, String type) throws IOException {
        var keys = keys(algorithm, size);
        var inner = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();

        assertThat(ClientIdentity.parse(certificate(SUBJECT, keys), Pem.encode(type, inner))
                        .key())
                .isEqualTo(keys.getPrivate());
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "Ed25519, 255"})
    void a_key_in_the_encoding_of_all_kinds_is_read(String algorithm, int size) {
        var keys = keys(algorithm, size);

        assertThat(ClientIdentity.parse(certificate(SUBJECT, keys), pkcs8(keys)).key())
                .isEqualTo(keys.getPrivate());
    }

    /** The kubelet's own file, which a kubeconfig names twice. */
    @Test
    void one_text_may_hold_both() {
        var both = certificate(SUBJECT, RSA) + AUTHORITY.pem() + pkcs8(RSA);
        var identity = ClientIdentity.parse(both, both);

        assertThat(identity.certificates().certificates()).hasSize(2);
        assertThat(identity.isTakenForNode("worker-1")).isTrue();
    }

    @Test
    void a_key_of_another_certificate_is_refused() {
        var certificate = certificate(SUBJECT, RSA);

        assertThatThrownBy(() -> ClientIdentity.parse(certificate, pkcs8(keys("RSA", 2048))))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("does not belong to the certificate");
        assertThatThrownBy(() -> ClientIdentity.parse(certificate, pkcs8(keys("EC", 256))))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void what_is_missing_or_garbled_is_named() {
        var certificate = certificate(SUBJECT, RSA);

        assertThatThrownBy(() -> ClientIdentity.parse(certificate, certificate))
                .hasMessageContaining("there is no private key");
        assertThatThrownBy(() -> ClientIdentity.parse(pkcs8(RSA), pkcs8(RSA))).hasMessageContaining("certificate");
        assertThatThrownBy(() -> ClientIdentity.parse(
                        certificate, Pem.encode("RSA PRIVATE KEY", new byte[] {0x30, 0x03, 0x02, 0x01, 0x05})))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("can't be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SUBJECT,
                "CN=system:node:worker-1,O=system:nodes",
                "O=example+O=system:nodes,CN=system:node:worker-1"
            })
    void the_node_is_known_by_its_common_name_and_the_group_of_nodes(String subject) {
        assertThat(ClientIdentity.parse(certificate(subject, RSA), pkcs8(RSA)).isTakenForNode("worker-1"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O=system:nodes,CN=system:node:worker-2",
                "O=system:masters,CN=system:node:worker-1",
                "CN=system:node:worker-1",
                "O=system:nodes,CN=system:node:worker-1,CN=system:node:worker-2"
            })
    void any_other_name_is_not_the_node(String subject) {
        assertThat(ClientIdentity.parse(certificate(subject, RSA), pkcs8(RSA)).isTakenForNode("worker-1"))
                .isFalse();
    }

    @Test
    void it_does_not_print_its_key() {
        assertThat(ClientIdentity.parse(certificate(SUBJECT, RSA), pkcs8(RSA)).toString())
                .isEqualTo("ClientIdentity[CN=system:node:worker-1,O=system:nodes, private key hidden]");
    }

    private static String certificate(String subject, KeyPair keys) {
        return CertificateBundle.toPem(AUTHORITY.sign(
                subject,
                PublicKeyInfo.fromDer(keys.getPublic().getEncoded()),
                CertificateAuthority.BORN,
                Duration.ofDays(365)));
    }

    private static String pkcs8(KeyPair keys) {
        return Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static KeyPair keys(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
