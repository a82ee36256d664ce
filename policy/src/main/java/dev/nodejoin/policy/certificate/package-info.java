@NullMarked
package dev.nodejoin.policy.certificate;

import org.jspecify.annotations.NullMarked;
