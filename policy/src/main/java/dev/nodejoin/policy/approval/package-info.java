@NullMarked
package dev.nodejoin.policy.approval;

import org.jspecify.annotations.NullMarked;
