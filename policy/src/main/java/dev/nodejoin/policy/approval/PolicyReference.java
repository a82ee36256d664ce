package dev.nodejoin.policy.approval;

/**
 * A policy as it was when it was applied.
 *
 * @param hash of its specification, {@code sha256:<hex>}
 */
public record PolicyReference(String name, String hash) {}
