package dev.nodejoin.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.ticket.TicketException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KubeletStartOptionsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void the_agent_bootstraps_unless_the_kubelet_shall() {
        assertThat(options().bootstrap()).isEqualTo(Bootstrap.AGENT);
        assertThat(options("--bootstrap=kubelet").bootstrap()).isEqualTo(Bootstrap.KUBELET);
    }

    @Test
    void another_way_to_bootstrap_is_refused_with_those_that_there_are() {
        assertThatThrownBy(() -> options("--bootstrap=kubeadm"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("it must be agent or kubelet, found 'kubeadm'");
    }

    @Test
    void the_patches_of_the_command_line_beat_those_of_the_configuration() throws IOException {
        Files.writeString(directory.resolve("kubeletconfiguration.yaml"), "maxPods: 1\n");

        assertThat(lines(options(), configured(directory.toString())))
                .contains("Found the following patch files: [kubeletconfiguration.yaml]");
        assertThat(lines(options("--patches", directory.toString()), configured("/nowhere")))
                .contains("Found the following patch files: [kubeletconfiguration.yaml]");
        assertThatThrownBy(() -> lines(options(), configured("/nowhere"))).isInstanceOf(TicketException.class);
    }

    @Test
    void patches_that_were_handed_over_stand_for_the_directory_where_kubeadm_would_find_them() {
        var join = configured("/etc/kubernetes/nodejoin/patches");
        var handedOver = new TreeMap<>(Map.of("kubeletconfiguration0+merge.json", "{\"maxPods\":1}"));

        assertThat(options().patches(Optional.of(join), handedOver).lines())
                .contains("Found the following patch files: [kubeletconfiguration0+merge.json]");
        assertThatThrownBy(() -> options("--patches", "/nowhere").patches(Optional.of(join), handedOver))
                .isInstanceOf(TicketException.class);
    }

    @Test
    void patches_that_were_handed_over_and_can_not_be_read_are_named() {
        var handedOver = new TreeMap<>(Map.of("kubeletconfiguration0+merge.json", "{"));

        assertThatThrownBy(() -> options().patches(Optional.empty(), handedOver))
                .isInstanceOf(TicketException.class)
                .hasMessageContaining("handed over")
                .hasMessageContaining("kubeletconfiguration0+merge.json");
    }

    private static Iterable<String> lines(KubeletStartOptions options, JoinConfiguration join) {
        return options.patches(Optional.of(join), new TreeMap<>()).lines();
    }

    private static JoinConfiguration configured(String patches) {
        return JoinConfiguration.parse("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: JoinConfiguration
                        discovery: {file: {kubeConfigPath: /x}}
                        patches: {directory: %s}
                        """.formatted(patches));
    }

    private static KubeletStartOptions options(String... words) {
        return CommandLine.populateCommand(new KubeletStartOptions(), words);
    }
}
