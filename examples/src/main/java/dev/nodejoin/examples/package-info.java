@NullMarked
package dev.nodejoin.examples;

import org.jspecify.annotations.NullMarked;
