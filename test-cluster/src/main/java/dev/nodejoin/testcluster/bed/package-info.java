@NullMarked
package dev.nodejoin.testcluster.bed;

import org.jspecify.annotations.NullMarked;
