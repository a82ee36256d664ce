package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/banning-a-node: a machine that has joined is put out, and let in again. */
class BanningANodeIT {
    private static final String NODE = "worker-7";

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    /** The kubelet of a banned node goes on writing in vain; Kubernetes takes its silence for an end. */
    @Test
    void a_banned_machine_is_out_and_lifted_it_is_back() {
        theatre.apply("first-join/people.yaml");
        theatre.apply("banning-a-node/people.yaml");
        theatre.join(NODE, theatre.requests().approvedHandOff(NODE));

        var bob = theatre.stage().as("bob");
        theatre.applyAs(bob, "banning-a-node/node-join-ban.yaml");
        theatre.awaitReady(NODE, "Unknown");
        assertThat(bob.must("get", "njb", NODE)).contains(NODE, "True", "Node and 1 request");
        assertThat(request()).contains("Banned");

        bob.must("delete", "njb", NODE);
        theatre.awaitReady(NODE, "True");
        theatre.requests().awaitMet(NODE, "Ready");
        assertThat(request()).doesNotContain("Banned");
    }

    private static String request() {
        return theatre.admin().must("get", "njr", NODE, "-n", Stage.NAMESPACE);
    }
}
