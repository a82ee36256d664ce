/** What the cluster side and the node side of a join must agree on. No network, no files, no clock, no chance of its own. */
@NullMarked
package dev.nodejoin.protocol;

import org.jspecify.annotations.NullMarked;
