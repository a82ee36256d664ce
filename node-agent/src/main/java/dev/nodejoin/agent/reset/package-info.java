/**
 * Taking a machine out of its cluster: what {@code kubeadm reset} does for a worker.
 */
@NullMarked
package dev.nodejoin.agent.reset;

import org.jspecify.annotations.NullMarked;
