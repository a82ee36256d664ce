@NullMarked
package dev.nodejoin.operator.token;

import org.jspecify.annotations.NullMarked;
