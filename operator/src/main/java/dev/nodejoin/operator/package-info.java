@NullMarked
package dev.nodejoin.operator;

import org.jspecify.annotations.NullMarked;
