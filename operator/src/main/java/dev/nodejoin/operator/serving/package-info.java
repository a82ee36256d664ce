/** The certificates with which kubelets serve: what is known about them, and the verdicts. */
@NullMarked
package dev.nodejoin.operator.serving;

import org.jspecify.annotations.NullMarked;
