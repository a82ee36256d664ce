package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/two-approvers on a real machine. */
class TwoApproversIT {
    private static final String NODE = "vault-1";

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void two_people_who_did_not_ask_make_a_ready_node() {
        theatre.apply("two-approvers/people.yaml");
        theatre.apply("two-approvers/policy.yaml");
        theatre.applyAs(theatre.stage().as("olivia"), "two-approvers/request.yaml");
        awaitMessage("Waits for 2 approvals");
        theatre.requests().approveAs("olivia", NODE);
        awaitMessage("Waits for 2 approvals, olivia asked for the Node");
        theatre.requests().approveAs("alice", NODE);
        awaitMessage("Waits for 1 more approval, alice approved, olivia asked for the Node");

        theatre.applyAs(theatre.stage().as("bob"), "two-approvers/approval-of-bob.yaml");
        theatre.joinApproved(NODE);
        theatre.requests().awaitMet(NODE, "Ready");
        assertThat(theatre.requests().field(NODE, "{.status.approved.by}")).isEqualTo("[\"alice\",\"bob\"]");
        assertThat(theatre.requests().field(NODE, "{.status.approved.policies[*].name}"))
                .isEqualTo("vaults-take-two");
        assertThat(theatre.admin().must("get", "node", NODE, "-o", "jsonpath={.spec.taints[*].key}"))
                .contains("example.com/vault");
    }

    private static void awaitMessage(String begin) {
        Pause.until(
                () -> "the message to begin with \"%s\": %s".formatted(begin, message()),
                Theatre.PATIENCE,
                () -> Optional.of(message()).filter(text -> text.startsWith(begin + ": in status.approvals")));
    }

    private static String message() {
        return theatre.requests().message(NODE, "Approved");
    }
}
