/** What went wrong while several things were done that do not depend on each other. */
@NullMarked
package dev.nodejoin.operator.failure;

import org.jspecify.annotations.NullMarked;
