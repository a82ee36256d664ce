/**
 * The differential suite: real {@code kubeadm join} and {@code node-agent join} on machines of the same kind, and a
 * comparison of everything that can be seen of them. What may differ is in {@code Allowances}, with the reason.
 */
@NullMarked
package dev.nodejoin.agent.compare;

import org.jspecify.annotations.NullMarked;
