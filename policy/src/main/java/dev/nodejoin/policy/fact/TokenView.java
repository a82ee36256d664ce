package dev.nodejoin.policy.fact;

import java.time.Instant;

/** The public half of a bootstrap token. */
public record TokenView(String id, int attempt, Instant expiresAt) {}
