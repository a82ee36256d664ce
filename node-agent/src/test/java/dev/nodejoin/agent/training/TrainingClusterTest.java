package dev.nodejoin.agent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.cli.AgentRun;
import dev.nodejoin.agent.fixture.TunnelProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole joins by the command line, of the cluster from which the build learns. */
class TrainingClusterTest {
    @TempDir
    private Path directory;

    @Test
    void a_join_of_it_succeeds() throws IOException {
        try (var cluster = TrainingCluster.start()) {
            assertJoins(cluster.joinArguments(directory.toString()));
        }
    }

    /** Endpoint, server URL, certificate and the kubelet's health are all at an IPv6 address. */
    @Test
    void a_join_by_ipv6_alone_succeeds() throws IOException {
        try (var cluster = TrainingCluster.on(InetAddress.ofLiteral("::1"))) {
            assertThat(cluster.endpoint()).startsWith("[0:0:0:0:0:0:0:1]:");
            assertJoins(cluster.joinArguments(directory.toString()));
            assertThat(directory.resolve("etc/kubernetes/kubelet.conf"))
                    .content()
                    .contains("server: https://" + cluster.endpoint() + "\n");
        }
    }

    /** The kubelet's health is asked for without it: it would be another machine's. */
    @Test
    void a_proxy_that_was_given_is_on_the_way_to_the_api_server_and_to_nothing_else() throws IOException {
        try (var cluster = TrainingCluster.start();
                var proxy = new TunnelProxy()) {
            var words = new ArrayList<>(cluster.joinArguments(directory.toString()));
            words.addAll(1, List.of("--proxy", proxy.url()));

            assertJoins(words);
            assertThat(proxy.tunnels()).isNotEmpty().containsOnly(cluster.endpoint());
        }
    }

    private void assertJoins(List<String> words) {
        var run = AgentRun.of(words);

        assertThat(run.errors().lines()).allMatch(line -> line.startsWith("\t[WARNING "));
        assertThat(run.exitCode()).isZero();
        assertThat(directory.resolve("var/lib/kubelet/kubeadm-flags.env")).isNotEmptyFile();
    }
}
