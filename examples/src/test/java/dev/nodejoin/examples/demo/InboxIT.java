package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plays examples/inbox to its end on real machines: plain kubeadm join with a classic token. */
class InboxIT {
    private static Theatre theatre;

    @BeforeAll
    static void open() {
        theatre = Theatre.open();
    }

    @AfterAll
    static void close() {
        if (theatre != null) theatre.close();
    }

    @Test
    void a_plain_kubeadm_join_waits_in_the_inbox_until_it_is_approved() throws Exception {
        theatre.lockDown("inbox");
        theatre.awaitGate("{.status.conditions[?(@.type==\"InboxEffective\")].reason}", "Effective");
        var machine = theatre.cluster().startMachine("edge-1");
        var joined = Theatre.join(machine, theatre.cluster().joinCommand());
        var request = awaitRequestFor("edge-1");
        theatre.assertNoNode("edge-1");
        assertThat(joined).isNotDone();
        approve(request);
        assertThat(joined.get().exitCode()).as(joined.get().toString()).isZero();
        assertThat(joined.get().stdout()).contains("This node has joined the cluster:");
        theatre.awaitReady("edge-1");
        Pause.until(
                "the request to be Ready",
                Theatre.PATIENCE,
                () -> new FirstJoin(theatre.stage()).met(request, "Ready"));
    }

    private static void approve(String request) {
        var join = new FirstJoin(theatre.stage());
        join.awaitField(request, "{.status.approvalKey}");
        var answer = join.approve("alice", "alice", request);
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
    }

    private static String awaitRequestFor(String node) {
        return Pause.until(
                "a request of the inbox for " + node,
                Theatre.PATIENCE,
                () -> Optional.of(theatre.stage()
                                .admin()
                                .must(
                                        "get",
                                        "njr",
                                        "-n",
                                        Stage.NAMESPACE,
                                        "-l",
                                        "nodejoin.dev/inbox",
                                        "-o",
                                        "jsonpath={.items[?(@.spec.nodeName==\"%s\")].metadata.name}".formatted(node)))
                        .filter(name -> !name.isEmpty()));
    }
}
