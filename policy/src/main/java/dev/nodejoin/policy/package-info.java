@NullMarked
package dev.nodejoin.policy;

import org.jspecify.annotations.NullMarked;
