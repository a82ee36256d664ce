@NullMarked
package dev.nodejoin.operator.runtime;

import org.jspecify.annotations.NullMarked;
