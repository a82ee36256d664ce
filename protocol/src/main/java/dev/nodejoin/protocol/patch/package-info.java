/** Patches for what kubeadm writes, read and applied with the meaning that kubeadm gives them. */
@NullMarked
package dev.nodejoin.protocol.patch;

import org.jspecify.annotations.NullMarked;
