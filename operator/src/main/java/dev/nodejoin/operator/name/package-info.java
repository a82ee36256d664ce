@NullMarked
package dev.nodejoin.operator.name;

import org.jspecify.annotations.NullMarked;
