package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * A NodeJoinApproval as the API server stores it.
 *
 * @param createdAt the API server's word, in whole seconds: nobody can choose it
 * @param spentOn UID of the one request that it approves
 * @param protection hash of the protection under which it was found to be genuine
 */
public record WrittenApproval(
        String name,
        Instant createdAt,
        NodeJoinApprovalSpec spec,
        Optional<String> spentOn,
        Optional<String> protection) {}
