/**
 * A join carried out: the plan's actions turned into requests, files and a running kubelet.
 */
@NullMarked
package dev.nodejoin.agent.join;

import org.jspecify.annotations.NullMarked;
