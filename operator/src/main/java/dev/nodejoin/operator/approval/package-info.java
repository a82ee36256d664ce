@NullMarked
package dev.nodejoin.operator.approval;

import org.jspecify.annotations.NullMarked;
