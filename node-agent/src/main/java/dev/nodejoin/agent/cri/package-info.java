/**
 * A client of the Container Runtime Interface (v1): the few calls that kubeadm makes of a container runtime, over gRPC on its
 * Unix socket.
 */
@NullMarked
package dev.nodejoin.agent.cri;

import org.jspecify.annotations.NullMarked;
