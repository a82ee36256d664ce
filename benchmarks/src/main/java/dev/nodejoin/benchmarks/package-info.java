/** Measurements on real API servers. Not part of the release, and no tests: a number is looked at, not asserted. */
@NullMarked
package dev.nodejoin.benchmarks;

import org.jspecify.annotations.NullMarked;
