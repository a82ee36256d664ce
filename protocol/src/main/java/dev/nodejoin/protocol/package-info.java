@NullMarked
package dev.nodejoin.protocol;

import org.jspecify.annotations.NullMarked;
