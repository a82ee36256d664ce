package dev.nodejoin.policy.rule;

/** One bound that is not kept. */
record Breach(String field, String message) {}
