package dev.nodejoin.protocol.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The kubeadm-flags.env that {@code kubeadm join --config FILE --dry-run} wrote for kubelet arguments of all kinds of
 * characters; kubeadm v1.35.4 and v1.37.2 wrote the same.
 */
class KubeadmFlagsTest {
    @Test
    void the_file_is_kubeadm_s_to_the_byte_whatever_the_arguments_hold() throws IOException {
        var recorded = new JsonMapper().readTree(getClass().getResourceAsStream("kubeadm-flags.json"));
        var extraArgs = recorded.path("values")
                .valueStream()
                .map(value -> new KubeletArgument("v", value.asText()))
                .toList();
        var registration = JoinConfiguration.parse(configuration(extraArgs)).nodeRegistration();
        var flags = KubeletFlags.of(registration, "machine", KubernetesVersion.parse("v1.35.4"));

        assertThat(registration.kubeletExtraArgs()).isEqualTo(extraArgs);
        assertThat(flags.environmentFile()).isEqualTo(recorded.path("file").asText());
    }

    /** In ASCII: YAML does not take every character as it is. */
    private static String configuration(List<KubeletArgument> extraArgs) throws IOException {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", JoinConfiguration.API_VERSION).put("kind", JoinConfiguration.KIND);
        json.putObject("discovery").putObject("file").put("kubeConfigPath", "/x");
        var arguments = json.putObject("nodeRegistration").put("name", "n").putArray("kubeletExtraArgs");
        extraArgs.forEach(
                argument -> arguments.addObject().put("name", argument.name()).put("value", argument.value()));
        return JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(json);
    }
}
