/** kubeadm's configuration and the files it writes for the kubelet, as text: nothing is read or written here. */
@NullMarked
package dev.nodejoin.protocol.kubeadm;

import org.jspecify.annotations.NullMarked;
