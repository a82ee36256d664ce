package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/inbox to its end on real machines: plain kubeadm join with a classic token. */
class InboxIT {
    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void a_plain_kubeadm_join_waits_in_the_inbox_until_it_is_approved() throws Exception {
        var gate = new GateWatch(theatre);
        gate.lockDown("inbox");
        gate.awaitMet("InboxEffective");
        var machine = theatre.cluster().startMachine("edge-1");
        var joined = Theatre.running(machine, theatre.cluster().joinCommand());
        var request = awaitRequestFor("edge-1");
        theatre.assertNoNode("edge-1");
        assertThat(joined).isNotDone();
        theatre.requests().approveAs("alice", request);
        assertThat(joined.get().exitCode()).as(joined.get().toString()).isZero();
        assertThat(joined.get().stdout()).contains("This node has joined the cluster:");
        theatre.awaitReady("edge-1", "True");
        theatre.requests().awaitMet(request, "Ready");
    }

    private static String awaitRequestFor(String node) {
        var name = "{.items[?(@.spec.nodeName==\"%s\")].metadata.name}".formatted(node);
        return Pause.until(
                "a request of the inbox for " + node,
                Theatre.PATIENCE,
                () -> Optional.of(theatre.admin()
                                .must(
                                        "get",
                                        "njr",
                                        "-n",
                                        Stage.NAMESPACE,
                                        "-l",
                                        "nodejoin.dev/inbox",
                                        "-o",
                                        "jsonpath=" + name))
                        .filter(found -> !found.isEmpty()));
    }
}
