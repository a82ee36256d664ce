package dev.nodejoin.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterInfoSignatureTest {
    private static final String PAYLOAD = "Hello from the other side. I must have called a thousand times.";
    private static final String HEADER = "eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..";
    private static final BootstrapToken TOKEN = BootstrapToken.parse("07401b.f395accd246ae52d");
    private static final String KUBECONFIG = "apiVersion: v1\nkind: Config\n";
    private static final String SIGNATURE =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..V7vfbveur77TnlLQz-hsORPxM3IuWz8GI4hOaPAzkdk";

    @Test
    void the_examples_of_kubernetes_cluster_bootstrap_come_out() {
        assertThat(ClusterInfoSignature.sign(PAYLOAD, "joshua", "my voice is my passcode"))
                .isEqualTo(HEADER + "VShe2taLd-YTrmWuRkcL_8QTNDHYxQIEBsAYYiIj1_8");
        assertThat(ClusterInfoSignature.sign("", "joshua", "my voice is my passcode"))
                .isEqualTo(HEADER + "7Ui1ALizW4jXphVUB7xUqC9vLYLL9RZeOFfVLoB7Tgk");
    }

    /** Java takes no empty key; HMAC (RFC 2104) fills keys up with zeros, so a zero is the same key. */
    @Test
    void the_example_with_an_empty_secret_comes_out() {
        assertThat(ClusterInfoSignature.sign(PAYLOAD, "joshua", "\0"))
                .isEqualTo(HEADER + "UfkqvDGiIFxrMnFseDj9LYJOLNrvjW8aHhF71mvvAs8");
    }

    @Test
    void a_token_signs_with_its_secret_under_its_id() {
        assertThat(ClusterInfoSignature.of(KUBECONFIG, TOKEN)).isEqualTo(SIGNATURE);
        assertThat(ClusterInfoSignature.key(TOKEN.id())).isEqualTo("jws-kubeconfig-07401b");
    }

    @Test
    void the_signature_of_the_same_text_by_the_same_token_verifies() {
        assertThat(ClusterInfoSignature.verifies(SIGNATURE, KUBECONFIG, TOKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"07401b.f395accd246ae52e", "07401c.f395accd246ae52d"})
    void no_other_token_verifies_it(String other) {
        assertThat(ClusterInfoSignature.verifies(SIGNATURE, KUBECONFIG, BootstrapToken.parse(other)))
                .isFalse();
    }

    @Test
    void no_other_text_verifies() {
        assertThat(ClusterInfoSignature.verifies(SIGNATURE, KUBECONFIG + " ", TOKEN))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "eyJhbGciOiJub25lIn0..",
                "eyJraWQiOiIwNzQwMWIiLCJhbGciOiJIUzI1NiJ9..V7vfbveur77TnlLQz-hsORPxM3IuWz8GI4hOaPAzkdk",
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjA3NDAxYiJ9..V7vfbveur77TnlLQz-hsORPxM3IuWz8GI4hOaPAzkdk="
            })
    void a_signature_in_any_other_spelling_does_not_verify(String signature) {
        assertThat(ClusterInfoSignature.verifies(signature, KUBECONFIG, TOKEN)).isFalse();
    }
}
