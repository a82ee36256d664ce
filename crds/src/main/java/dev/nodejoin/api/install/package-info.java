/** What an installation consists of, for the operator, which guards it, and for tests, which apply it. */
@NullMarked
package dev.nodejoin.api.install;

import org.jspecify.annotations.NullMarked;
