/** Kubeconfigs: how a node finds the API server, whom it trusts and as whom it comes. */
@NullMarked
package dev.nodejoin.protocol.kubeconfig;

import org.jspecify.annotations.NullMarked;
