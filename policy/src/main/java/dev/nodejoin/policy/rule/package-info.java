/** What all policies together say: bounds and rules, and the terms of approval. */
@NullMarked
package dev.nodejoin.policy.rule;

import org.jspecify.annotations.NullMarked;
