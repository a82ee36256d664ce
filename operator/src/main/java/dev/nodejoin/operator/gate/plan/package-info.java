/** What the gate's status is and what follows from it. Pure. */
@NullMarked
package dev.nodejoin.operator.gate.plan;

import org.jspecify.annotations.NullMarked;
