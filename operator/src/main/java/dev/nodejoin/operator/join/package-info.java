@NullMarked
package dev.nodejoin.operator.join;

import org.jspecify.annotations.NullMarked;
