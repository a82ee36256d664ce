package dev.nodejoin.protocol.kubeadm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.KubeletConfiguration.Healthz;
import dev.nodejoin.protocol.yaml.Documents;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeletConfigurationTest {
    private static final String CLUSTER = """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            kubernetesVersion: v1.35.4
            """;
    private static final String INSTANCE = KubeletFlags.instanceConfig("unix:///var/run/containerd/containerd.sock");
    private static final String BARE = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

    /** The expected files were written by kubeadm 1.35.4 from the same ConfigMaps. */
    @ParameterizedTest
    @ValueSource(strings = {"kubeadm", "bare", "edited"})
    void the_file_equals_kubeadms_after_dropping_zero_values(String name) {
        assertEqualsKubeadms(name, CLUSTER);
    }

    @Test
    void defaults_come_from_the_clusters_own_configuration() {
        assertEqualsKubeadms("v6", CLUSTER + """
                        certificatesDir: /etc/pki
                        networking:
                          dnsDomain: k8s.example
                          serviceSubnet: fd00:10:96::/112
                        """);
    }

    @Test
    void what_kubeadm_wrote_is_kept_to_the_byte_apart_from_the_instance() {
        var expected = resource("kubeadm.config.yaml");

        assertThat(nodes("kubeadm", CLUSTER).write()).isEqualTo(expected);
    }

    @Test
    void a_resolver_file_is_set_unless_the_cluster_names_one() {
        var path = KubeletConfiguration.SYSTEMD_RESOLV_CONF;

        assertThat(KubeletConfiguration.parse(BARE).withResolvConf(path).write())
                .contains("resolvConf: " + path + "\n");
        assertThat(KubeletConfiguration.parse(BARE + "resolvConf: /x\n")
                        .withResolvConf(path)
                        .write())
                .contains("resolvConf: /x\n");
    }

    @Test
    void the_health_endpoint_is_known() {
        assertThat(KubeletConfiguration.parse(BARE).healthz()).isEqualTo(new Healthz("127.0.0.1", 10248));
        assertThat(nodes("edited", CLUSTER).healthz()).isEqualTo(new Healthz("127.0.0.2", 10555));
    }

    @Test
    void an_instance_merges_mappings_replaces_lists_and_removes_by_null() {
        var written = KubeletConfiguration.parse(BARE + "evictionHard: {a: b, c: d}\nclusterDNS: [x, y]\nmaxPods: 5\n")
                .withInstance("evictionHard: {a: null, e: f}\nclusterDNS: [z]\nmaxPods: null\n")
                .write();

        assertThat(written)
                .contains("clusterDNS:\n- z\n", "evictionHard:\n  c: d\n  e: f\n")
                .doesNotContain("maxPods");
    }

    @Test
    void settings_of_a_later_release_survive() {
        assertThat(KubeletConfiguration.parse(BARE + "later:\n  nested: 1\n").write())
                .contains("later:\n  nested: 1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind: KubeletConfiguration",
                "apiVersion: kubelet.config.k8s.io/v2\nkind: KubeletConfiguration",
                BARE + "---\n" + BARE
            })
    void what_is_not_one_kubelet_configuration_is_refused(String text) {
        assertThatThrownBy(() -> KubeletConfiguration.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("exactly one");
    }

    @Test
    void fields_of_the_wrong_type_are_refused_by_name() {
        assertThatThrownBy(() -> KubeletConfiguration.parse(BARE + "authentication: true\n")
                        .withDefaults(ClusterConfiguration.parse(CLUSTER)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("authentication must be a mapping");
        assertThatThrownBy(() ->
                        KubeletConfiguration.parse(BARE + "healthzPort: many\n").healthz())
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("healthzPort");
    }

    @Property
    void any_text_is_read_or_malformed(@ForAll String text) {
        assertThatThrownBy(() -> KubeletConfiguration.parse(text)).isInstanceOf(MalformedInputException.class);
    }

    private static void assertEqualsKubeadms(String name, String cluster) {
        assertThat(withoutZeros(tree(nodes(name, cluster).write())))
                .isEqualTo(withoutZeros(tree(resource(name + ".config.yaml"))));
    }

    private static KubeletConfiguration nodes(String name, String cluster) {
        return KubeletConfiguration.parse(resource(name + ".configmap.yaml"))
                .withDefaults(ClusterConfiguration.parse(cluster))
                .withInstance(INSTANCE);
    }

    private static JsonNode tree(String yaml) {
        return Documents.single(yaml.getBytes(UTF_8), 1 << 20).toTree();
    }

    private static JsonNode withoutZeros(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> withoutZeros(entry.getValue()));
            object.removeIf(KubeletConfigurationTest::isZero);
        }
        return node;
    }

    private static boolean isZero(JsonNode node) {
        return node.isNull()
                || (node instanceof ObjectNode object && object.isEmpty())
                || (node instanceof ArrayNode array && array.isEmpty())
                || (node.isNumber() && node.asDouble() == 0)
                || (node.isTextual() && Set.of("", "0", "0s").contains(node.textValue()));
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(KubeletConfigurationTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
