package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KubeadmConfigurationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_flag_that_was_asked_for_beats_ours() {
        assertThat(apiServerFlags(Map.of("audit-log-path", "/elsewhere")))
                .containsExactlyInAnyOrder(
                        "audit-policy-file=/var/lib/nodejoin/audit-policy.yaml", "audit-log-path=/elsewhere");
    }

    @Property
    void any_flag_arrives_as_it_is(@ForAll String name, @ForAll String value) {
        assertThat(apiServerFlags(Map.of(name, value))).contains(name + "=" + value);
    }

    private static Stream<String> apiServerFlags(Map<String, String> wanted) {
        var options = new ClusterOptions(KubernetesVersion.DEFAULT, false, wanted, Map.of(), List.of());
        var documents = new KubeadmConfiguration(options).render().split("\n---\n", -1);
        return parse(documents[1])
                .at("/apiServer/extraArgs")
                .valueStream()
                .map(flag ->
                        flag.path("name").asText() + "=" + flag.path("value").asText());
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
