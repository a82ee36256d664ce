package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people see who have nothing but kubectl. */
class KubectlIT {
    private static RightsBed bed;
    private static Kubectl kubectl;
    private static Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        kubectl = bed.kubectlAs("victor");
        request =
                Asked.of(bed, "{nodeName: 'shown-by-kubectl', role: 'Worker'}").published(Asked.KEY);
    }

    @Test
    void a_list_tells_node_role_approval_and_why_something_waits() {
        assertThat(row("get", "njr", request.name()))
                .containsExactly(
                        "NAME NODE ROLE APPROVED READY REASON AGE",
                        request.name() + " shown-by-kubectl Worker False False AwaitingApproval");
    }

    @Test
    void a_wide_list_also_tells_approver_token_and_certificate_signing_request() {
        assertThat(row("get", "njr", request.name(), "-o", "wide"))
                .first()
                .isEqualTo("NAME NODE ROLE APPROVED READY REASON AGE APPROVERS TOKEN-EXPIRES CSR");
    }

    /** Header and row with single spaces, without the age. */
    private static List<String> row(String... arguments) {
        var command = new ArrayList<>(List.of("-n", RightsBed.NAMESPACE));
        command.addAll(List.of(arguments));
        return kubectl.run(command.toArray(String[]::new)).lines().stream()
                .map(line ->
                        line.replaceAll(" +", " ").replaceAll(" [0-9]+s.*", "").strip())
                .toList();
    }

    @Test
    void a_category_lists_what_belongs_to_joining() {
        assertThat(kubectl.run("get", "nodejoin", "-n", RightsBed.NAMESPACE, "-o", "name")
                        .lines())
                .contains("nodejoinrequest.nodejoin.dev/" + request.name());
    }

    @Test
    void a_request_is_found_by_the_name_of_its_node() {
        Asked.forNode(bed);
        assertThat(kubectl.run(
                                "get",
                                "njr",
                                "-n",
                                RightsBed.NAMESPACE,
                                "--field-selector",
                                "spec.nodeName=shown-by-kubectl,spec.role=Worker",
                                "-o",
                                "name")
                        .lines())
                .containsExactly("nodejoinrequest.nodejoin.dev/" + request.name());
    }

    @Test
    void explain_describes_the_kind_and_its_fields() {
        assertThat(kubectl.run("explain", "nodejoinrequest").accepted())
                .contains("One machine that shall become one Node");
        assertThat(kubectl.run("explain", "nodejoinrequest.spec.node.taints").accepted())
                .contains("Taints of the Node")
                .doesNotContain("<no description>");
        assertThat(kubectl.run("explain", "nodejoinrequest", "--recursive").accepted())
                .contains("publicKey", "ttlSeconds", "approvals", "denials");
    }
}
