@NullMarked
package dev.nodejoin.operator.plan;

import org.jspecify.annotations.NullMarked;
