package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.Machine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/first-join on real machines; then real kubeadm takes a hand-off, and examples/kubeadm-join is played. */
class FirstJoinIT {
    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void the_first_join_ends_with_a_ready_node_and_a_thief_with_nothing() {
        new FirstJoin(theatre.stage()).play();
        assertThat(theatre.told()).contains("This node has joined the cluster:", "Denied: ");
    }

    @Test
    void a_hand_off_works_with_kubeadm_join() {
        theatre.apply("first-join/people.yaml");
        var handOff = theatre.requests().approvedHandOff("by-kubeadm");
        var machine = theatre.cluster().startMachine("by-kubeadm");
        for (var file : List.of("discovery.conf", "join-configuration.yaml"))
            machine.write("/etc/kubernetes/nodejoin/" + file, handOff.file(file).getBytes(UTF_8), "rw-------");
        assertJoins(
                machine,
                "--config=/etc/kubernetes/nodejoin/join-configuration.yaml",
                "--ignore-preflight-errors=SystemVerification");
    }

    @Test
    void kubeadm_finds_the_cluster_by_cluster_info_with_nothing_but_a_join_configuration() {
        theatre.apply("kubeadm-join");
        theatre.requests().approveAs("alice", "kubeadm-1");
        theatre.requests().awaitMet("kubeadm-1", "HandedOver");
        var handOff = theatre.requests().handOff("kubeadm-1");
        var machine = theatre.cluster().startMachine("kubeadm-1");
        machine.write("/root/join.yaml", handOff.file("join-configuration.yaml").getBytes(UTF_8), "rw-------");
        assertJoins(machine, "--config=/root/join.yaml");
        assertThat(theatre.admin().must("get", "node", "kubeadm-1", "-o", "jsonpath={.status.capacity.pods}"))
                .isEqualTo("30");
    }

    private static void assertJoins(Machine machine, String... arguments) {
        var joined = machine.run(
                Theatre.PATIENCE,
                Map.of(),
                new byte[0],
                Stream.concat(Stream.of("kubeadm", "join"), Stream.of(arguments))
                        .toList());
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
        assertThat(joined.stdout()).contains("This node has joined the cluster:");
        theatre.requests().awaitMet(machine.name(), "Ready");
        assertThat(theatre.admin().must("get", "nodes")).contains(machine.name());
    }
}
