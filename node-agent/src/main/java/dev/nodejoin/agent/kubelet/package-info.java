/**
 * Starting, stopping and watching the kubelet.
 */
@NullMarked
package dev.nodejoin.agent.kubelet;

import org.jspecify.annotations.NullMarked;
