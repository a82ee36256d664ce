/** What travels from the cluster to the machine that is to join: written by one side, read by the other. */
@NullMarked
package dev.nodejoin.protocol.handoff;

import org.jspecify.annotations.NullMarked;
