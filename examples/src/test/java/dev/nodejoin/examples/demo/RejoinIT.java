package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/rejoin on real machines: one is re-imaged and keeps nothing but its key. */
class RejoinIT {
    private static final String NODE = "worker-9";
    private static final String KEY = "/etc/kubernetes/nodejoin/node.key";
    private static final int EXIT_REFUSED = 13;

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void a_machine_that_was_re_imaged_joins_again_with_its_key_and_with_no_other() {
        theatre.apply("first-join/people.yaml");
        theatre.apply("rejoin");
        theatre.requests().approveAs("alice", NODE);
        var before = theatre.join(NODE, handOff("1"));
        theatre.requests().awaitMet(NODE, "Ready");
        var uid = nodeUid();
        var key = before.read(KEY);
        before.close();

        var handOff = handOff("2");
        var stranger = theatre.cluster().startMachine("stranger");
        var refused = handOff.join(stranger);
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(EXIT_REFUSED);
        assertThat(refused.stderr()).contains("public key");
        stranger.close();

        var after = theatre.cluster().startMachine(NODE);
        after.write(KEY, key, "rw-------");
        Theatre.join(after, handOff);
        theatre.requests().awaitMet(NODE, "Ready");
        assertThat(nodeUid()).isEqualTo(uid);
        theatre.requests().awaitField(NODE, "{.status.token.state}", "Revoked");
    }

    /** The hand-off of that attempt. */
    private static SavedHandOff handOff(String attempt) {
        theatre.requests().awaitField(NODE, "{.status.token.attempt} {.status.token.state}", attempt + " Live");
        return theatre.requests().handOff(NODE);
    }

    private static String nodeUid() {
        return theatre.admin().must("get", "node", NODE, "-o", "jsonpath={.metadata.uid}");
    }
}
