@NullMarked
package dev.nodejoin.operator.csr;

import org.jspecify.annotations.NullMarked;
