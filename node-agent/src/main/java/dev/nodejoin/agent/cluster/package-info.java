/**
 * What the agent asks of an API server, and how: HTTPS that trusts the ticket's CA certificates and nothing else.
 */
@NullMarked
package dev.nodejoin.agent.cluster;

import org.jspecify.annotations.NullMarked;
