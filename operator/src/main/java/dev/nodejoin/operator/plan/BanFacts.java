package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import dev.nodejoin.policy.ban.Ban;

/**
 * A ban as the API server stores it.
 *
 * @param labelled it says of itself that the index tells whether it is in force
 */
public record BanFacts(Ban ban, long generation, boolean labelled, NodeJoinBanStatus status) {}
