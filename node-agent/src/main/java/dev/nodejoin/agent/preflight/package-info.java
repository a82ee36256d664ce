/**
 * The checks of a machine before it joins: kubeadm's list for workers, in its order and by its names. What is looked at is a
 * record of facts; what that means is judged without any I/O.
 */
@NullMarked
package dev.nodejoin.agent.preflight;

import org.jspecify.annotations.NullMarked;
