package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeCertificateRequestNameTest {
    private static final PublicKeyInfo KEY = PublicKeyInfo.fromPem(Resource.text("go-key-1-public.pem"));

    @Test
    void the_name_is_the_kubelets() {
        assertThat(NodeCertificateRequestName.of(KEY, "worker-1", List.of("digital signature", "client auth")))
                .isEqualTo("node-csr-f4R0YRl_U3QrcidCKu6DB_0fEK2nbzYjWc2jEvcgHI4");
    }

    @Test
    void the_name_depends_on_the_usages() {
        assertThat(NodeCertificateRequestName.of(
                        KEY, "worker-1", List.of("digital signature", "key encipherment", "client auth")))
                .isEqualTo("node-csr-Nc7zuI-Tp6cUXCPQZ3daVijVWFeDDoflQnng0urlGRA");
    }

    @Test
    void a_name_that_no_node_can_have_is_refused() {
        assertThatThrownBy(() -> NodeCertificateRequestName.of(KEY, "", List.of()))
                .isInstanceOf(MalformedInputException.class);
    }
}
