@NullMarked
package dev.nodejoin.examples.demo;

import org.jspecify.annotations.NullMarked;
