package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/approval-from-git on a real machine, with what Flux or Argo CD would apply as whom. */
class ApprovalFromGitIT {
    private static final String REQUESTS = "approval-from-git/requests";
    private static final String APPROVALS = "approval-from-git/approvals";
    private static final String NODE = "edge-7";

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void two_folders_and_two_accounts_make_a_ready_node_and_neither_account_can_do_the_others_part() {
        theatre.apply("approval-from-git/accounts.yaml");
        var requests = theatre.asServiceAccount("git-requests");
        var approvals = theatre.asServiceAccount("git-approvals");
        theatre.applyAs(requests, REQUESTS);
        assertMayNot(requests, "nodejoinapprovals");
        theatre.requests().awaitField(NODE, "{.status.approvalKey}");
        theatre.applyAs(approvals, APPROVALS);
        assertMayNot(approvals, "nodejoinrequests");
        theatre.joinApproved(NODE);
        theatre.requests().awaitMet(NODE, "Ready");

        assertThat(theatre.requests().field(NODE, "{.status.approved.by}"))
                .isEqualTo("[\"system:serviceaccount:nodejoin:git-approvals\"]");
        assertThat(theatre.admin().must("get", "nja", NODE, "-n", Stage.NAMESPACE))
                .contains("Matched", "True");
        assertThat(approvals.must("apply", "-f", theatre.example(APPROVALS))).contains("unchanged");
    }

    /** Asked when its own rights have arrived, so that others would have too. */
    private static void assertMayNot(Kubectl account, String resource) {
        for (var verb : List.of("create", "update", "patch", "delete"))
            assertThat(account.run("auth", "can-i", verb, resource + ".nodejoin.dev", "-n", Stage.NAMESPACE)
                            .text())
                    .as("%s %s", verb, resource)
                    .isEqualToIgnoringNewLines("no");
    }
}
