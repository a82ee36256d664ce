/** Command lines and configurations that a real kubeadm and the agent both read, and what may differ. */
@NullMarked
package dev.nodejoin.agent.matrix;

import org.jspecify.annotations.NullMarked;
