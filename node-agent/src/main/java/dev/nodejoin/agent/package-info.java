@NullMarked
package dev.nodejoin.agent;

import org.jspecify.annotations.NullMarked;
