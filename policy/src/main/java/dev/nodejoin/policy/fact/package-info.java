/** What a policy may look at: a request, its node, its token, its certificate signing request. No secrets. */
@NullMarked
package dev.nodejoin.policy.fact;

import org.jspecify.annotations.NullMarked;
