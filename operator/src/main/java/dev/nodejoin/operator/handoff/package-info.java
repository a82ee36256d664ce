@NullMarked
package dev.nodejoin.operator.handoff;

import org.jspecify.annotations.NullMarked;
