/**
 * The node's own key.
 */
@NullMarked
package dev.nodejoin.agent.identity;

import org.jspecify.annotations.NullMarked;
