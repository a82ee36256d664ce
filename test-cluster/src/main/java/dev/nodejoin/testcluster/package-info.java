@NullMarked
package dev.nodejoin.testcluster;

import org.jspecify.annotations.NullMarked;
