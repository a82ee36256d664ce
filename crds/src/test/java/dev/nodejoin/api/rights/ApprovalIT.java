package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has the right approves in their own name, in whatever way the API lets objects be written. */
class ApprovalIT {
    private static final String ENTRY = "{by: 'alice', key: '%s'}".formatted(Asked.KEY);

    private static RightsBed bed;
    private Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @BeforeEach
    void ask() {
        request = Asked.awaitingApproval(bed);
    }

    @Test
    void by_reading_editing_and_putting_it_back() {
        request.approve(bed.as("alice"), "alice", Asked.KEY).accepted();
        assertApproved();
    }

    @Test
    void by_merge_patch() {
        bed.as("alice")
                .merge(request.statusPath(), "{status: {approvals: [%s]}}".formatted(ENTRY))
                .accepted();
        assertApproved();
    }

    @Test
    void by_json_patch() {
        bed.as("alice")
                .jsonPatch(
                        request.statusPath(), "[{op: 'add', path: '/status/approvals', value: [%s]}]".formatted(ENTRY))
                .accepted();
        assertApproved();
    }

    @Test
    void by_server_side_apply() {
        var file = """
                apiVersion: nodejoin.dev/v1alpha1
                kind: NodeJoinRequest
                metadata: {name: %s, namespace: nodejoin}
                status:
                  approvals:
                    - {by: alice, key: "%s", reason: seen in the rack}
                """.formatted(request.name(), Asked.KEY);
        bed.kubectlAs("alice")
                .run(
                        Map.of(),
                        file,
                        "apply",
                        "--server-side",
                        "--subresource=status",
                        "--field-manager=alice",
                        "-f",
                        "-")
                .accepted();
        assertApproved();
    }

    @Test
    void beside_somebody_else() {
        request.approve(bed.as("amy"), "amy", Asked.KEY).accepted();
        request.approve(bed.as("alice"), "alice", Asked.KEY).accepted();
        assertThat(request.status().path("approvals")).hasSize(2);
    }

    @Test
    void the_operators_own_writes_leave_approvals_alone_that_it_has_not_seen() {
        var seenBefore = request.edited("{status: {token: {state: 'Live'}}}");
        request.approve(bed.as("alice"), "alice", Asked.KEY).accepted();
        assertThat(bed.operator().put(request.statusPath(), seenBefore).reason())
                .isEqualTo("Conflict");
        assertApproved();
    }

    @Test
    void again_after_the_operator_published_another_key() {
        request.approve(bed.as("alice"), "alice", Asked.KEY).accepted();
        request.operatorWrites("{status: {approvalKey: '%s', approvals: null}}".formatted(Asked.OTHER_KEY));
        request.approve(bed.as("alice"), "alice", Asked.OTHER_KEY).accepted();
    }

    @Test
    void an_administrator_approves_in_their_own_name_like_everybody() {
        var admin = bed.as("root", "system:masters");
        request.approve(admin, "alice", Asked.KEY)
                .refusedBy("nodejoin-status", "Invalid", "{by: \"root\", key: \"" + Asked.KEY + "\"}");
        request.approve(admin, "root", Asked.KEY).accepted();
    }

    private void assertApproved() {
        assertThat(request.status().path("approvals")).singleElement().satisfies(ApprovalIT::isAlices);
        assertThat(request.status().path("token").path("id").asText()).isEqualTo("abcdef");
    }

    private static void isAlices(JsonNode approval) {
        assertThat(approval.path("by").asText()).isEqualTo("alice");
        assertThat(approval.path("key").asText()).isEqualTo(Asked.KEY);
    }
}
