package dev.nodejoin.protocol.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterConfigurationTest {
    private static final String HEAD = """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            kubernetesVersion: %s
            """;

    @Test
    void what_a_node_needs_is_read() {
        var cluster = ClusterConfiguration.parse(HEAD.formatted("v1.35.4") + """
                clusterName: prod
                controlPlaneEndpoint: api.example:6443
                certificatesDir: /etc/pki
                networking: {dnsDomain: k8s.example, serviceSubnet: "10.64.0.0/16,fd00::/112"}
                etcd: {local: {dataDir: /var/lib/etcd}}
                """);

        assertThat(cluster)
                .isEqualTo(new ClusterConfiguration(
                        "prod",
                        KubernetesVersion.parse("v1.35.4"),
                        Optional.of("api.example:6443"),
                        "10.64.0.10",
                        "k8s.example",
                        "/etc/pki",
                        true));
    }

    @Test
    void kubeadms_defaults_hold_where_nothing_is_said() {
        assertThat(ClusterConfiguration.parse(HEAD.formatted("v1.37.2")))
                .isEqualTo(new ClusterConfiguration(
                        "kubernetes",
                        KubernetesVersion.parse("v1.37.2"),
                        Optional.empty(),
                        "10.96.0.10",
                        "cluster.local",
                        "/etc/kubernetes/pki",
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.33.9,'',false",
        "v1.34.4,'',true",
        "v1.35.4,'',true",
        "v1.35.4,'featureGates: {NodeLocalCRISocket: false}',false",
        "v1.36.0,'featureGates: {NodeLocalCRISocket: false}',true"
    })
    void where_the_runtimes_socket_is_written_depends_on_the_release(String version, String gates, boolean isLocal) {
        assertThat(ClusterConfiguration.parse(HEAD.formatted(version) + gates).nodeLocalCriSocket())
                .isEqualTo(isLocal);
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12,10.96.0.10",
        "10.96.7.9/16,10.96.0.10",
        "192.168.5.0/28,192.168.5.10",
        "fd00:10:96::/112,fd00:10:96::a",
        "10.96.0.0,10.96.0.10",
        "10.0.0.0/30,10.96.0.10",
        "10.0.0.0/99,10.96.0.10",
        "10.0.0.0/x,10.96.0.10",
        "nonsense,10.96.0.10",
        "240.0.0.0/4,240.0.0.10"
    })
    void the_dns_server_has_the_tenth_address_of_the_service_network(String network, String address) {
        var text = HEAD.formatted("v1.35.4") + "networking: {serviceSubnet: '%s'}".formatted(network);

        assertThat(ClusterConfiguration.parse(text).clusterDns()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: ClusterConfiguration | apiVersion is missing",
                "kind: InitConfiguration | no ClusterConfiguration",
                "'' | exactly one",
                "{kind: ClusterConfiguration, apiVersion: kubeadm.k8s.io/v1beta2} | no ClusterConfiguration",
                "{kind: ClusterConfiguration, apiVersion: kubeadm.k8s.io/v1beta4} | kubernetesVersion is missing"
            })
    void another_text_is_refused(String text, String complaint) {
        assertThatThrownBy(() -> ClusterConfiguration.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint);
    }

    @Property
    void any_text_is_read_or_malformed(@ForAll String text) {
        assertThatThrownBy(() -> ClusterConfiguration.parse(text)).isInstanceOf(MalformedInputException.class);
    }
}
