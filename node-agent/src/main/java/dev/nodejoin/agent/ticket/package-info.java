/**
 * Finding and reading the hand-off.
 */
@NullMarked
package dev.nodejoin.agent.ticket;

import org.jspecify.annotations.NullMarked;
