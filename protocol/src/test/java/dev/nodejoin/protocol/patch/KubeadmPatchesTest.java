package dev.nodejoin.protocol.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.KubeletConfiguration;
import dev.nodejoin.protocol.kubeadm.KubeletFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real kubeadm makes of patches: each case of the files beside this class was given to {@code kubeadm join --dry-run
 * --patches DIR}, which needs no cluster, and holds the lines that it printed and the config.yaml that it wrote (as changes
 * to the one without patches), or its error.
 */
class KubeadmPatchesTest {
    private static final String SOCKET = "unix:///var/run/containerd/containerd.sock";

    static Stream<Named<Case>> cases() {
        return Stream.of("kubeadm-v1.35.4.json", "kubeadm-v1.37.2.json").flatMap(KubeadmPatchesTest::cases);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void patches_do_what_kubeadm_does(Case given) {
        if (given.fails()) {
            assertThatThrownBy(given::configuration)
                    .as("kubeadm: %s", given.json().path("error").asText())
                    .isInstanceOf(MalformedInputException.class);
        } else {
            assertThat(given.configuration()).isEqualTo(given.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_lines_are_kubeadm_s(Case given) {
        if (given.fails()) {
            return;
        }
        var lines = given.patches().linesWith(1);

        assertThat(lines.stream().filter(line -> line.startsWith("Applied")))
                .containsExactlyElementsOf(given.applied());
        assertThat(lines.stream().filter(line -> !line.startsWith("Applied"))).containsExactlyElementsOf(given.lines());
    }

    private static Stream<Named<Case>> cases(String file) {
        try (var input = KubeadmPatchesTest.class.getResourceAsStream(file)) {
            var recorded = new ObjectMapper().readTree(input);
            var base = texts(recorded.path("base"));
            return recorded.path("cases")
                    .valueStream()
                    .map(json -> Named.of(
                            recorded.path("kubeadm").asText() + " "
                                    + json.path("name").asText(),
                            new Case(base, json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    record Case(List<String> base, JsonNode json) {
        boolean fails() {
            return json.has("error");
        }

        KubeletPatches patches() {
            var files = json.path("files")
                    .propertyStream()
                    .sorted(Comparator.comparing(file -> file.getKey()))
                    .map(file -> new PatchFile(
                            file.getKey().substring(file.getKey().lastIndexOf('/') + 1),
                            file.getValue().asText().getBytes(UTF_8)))
                    .toList();
            return KubeletPatches.read("gp", files);
        }

        String configuration() {
            return KubeletConfiguration.parse(text(base))
                    .withPatches(patches())
                    .withInstance(KubeletFlags.instanceConfig(SOCKET))
                    .write();
        }

        String expected() {
            var lines = new ArrayList<String>();
            var at = 0;
            for (var change : json.path("changes")) {
                lines.addAll(base.subList(at, change.path(0).asInt()));
                lines.addAll(texts(change.path(2)));
                at = change.path(1).asInt();
            }
            lines.addAll(base.subList(at, base.size()));
            return text(lines);
        }

        List<String> lines() {
            return texts(json.path("lines")).stream()
                    .map(line -> line.replace(" corednsdeployment kubeproxydaemonset]", " corednsdeployment]"))
                    .toList();
        }

        List<String> applied() {
            return texts(json.path("applied")).stream()
                    .map("Applied patch of type \"%s\" to target \"kubeletconfiguration\""::formatted)
                    .toList();
        }

        private static String text(List<String> lines) {
            return String.join("\n", lines) + "\n";
        }
    }
}
