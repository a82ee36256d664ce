/** NodeJoinPolicies: read, compiled once, and told what they amount to. */
@NullMarked
package dev.nodejoin.operator.policy;

import org.jspecify.annotations.NullMarked;
