package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/first-join on real machines; then real kubeadm takes a hand-off. */
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
        var joined = machine.run(
                Theatre.PATIENCE,
                Map.of(),
                new byte[0],
                List.of(
                        "kubeadm",
                        "join",
                        "--config=/etc/kubernetes/nodejoin/join-configuration.yaml",
                        "--ignore-preflight-errors=SystemVerification"));
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
        assertThat(joined.stdout()).contains("This node has joined the cluster:");
        theatre.requests().awaitMet("by-kubeadm", "Ready");
        assertThat(theatre.admin().must("get", "nodes")).contains("by-kubeadm");
    }
}
