@NullMarked
package dev.nodejoin.testcluster.process;

import org.jspecify.annotations.NullMarked;
