/** Who is put out, whatever was approved. */
@NullMarked
package dev.nodejoin.policy.ban;

import org.jspecify.annotations.NullMarked;
