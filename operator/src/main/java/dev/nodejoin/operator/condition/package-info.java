/** Conditions of objects, after the conventions of the Kubernetes API. */
@NullMarked
package dev.nodejoin.operator.condition;

import org.jspecify.annotations.NullMarked;
