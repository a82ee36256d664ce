@NullMarked
package dev.nodejoin.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
