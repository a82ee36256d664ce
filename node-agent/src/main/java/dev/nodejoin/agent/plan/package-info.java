/**
 * The judgement of a join: what lies on the machine and what the cluster says, to the next thing to do. No I/O, no clock, no
 * randomness: everything that may influence a decision is in its arguments.
 */
@NullMarked
package dev.nodejoin.agent.plan;

import org.jspecify.annotations.NullMarked;
