/** Bootstrap tokens: their text, their user, and the Secret in kube-system that makes them valid. */
@NullMarked
package dev.nodejoin.protocol.token;

import org.jspecify.annotations.NullMarked;
