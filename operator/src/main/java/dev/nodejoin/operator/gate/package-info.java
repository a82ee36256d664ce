@NullMarked
package dev.nodejoin.operator.gate;

import org.jspecify.annotations.NullMarked;
