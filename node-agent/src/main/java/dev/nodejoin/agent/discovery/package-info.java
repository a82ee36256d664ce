/**
 * The judgement of discovery: which way to the cluster was asked for, and whether what is found there can be trusted. Pure
 * functions; who asks the network is {@link dev.nodejoin.agent.join}.
 */
@NullMarked
package dev.nodejoin.agent.discovery;

import org.jspecify.annotations.NullMarked;
