@NullMarked
package dev.nodejoin.testcluster.binaries;

import org.jspecify.annotations.NullMarked;
