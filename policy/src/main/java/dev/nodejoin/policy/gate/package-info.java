/** How the gate stands, what would approve past it, and what becomes of machines that nobody asked for. */
@NullMarked
package dev.nodejoin.policy.gate;

import org.jspecify.annotations.NullMarked;
