/** Bans: what the API server can't judge by itself, and the index that keeps them cheap. */
@NullMarked
package dev.nodejoin.operator.ban;

import org.jspecify.annotations.NullMarked;
