/** The language of rules: CEL, its variables, its functions and its limits. */
@NullMarked
package dev.nodejoin.policy.expression;

import org.jspecify.annotations.NullMarked;
