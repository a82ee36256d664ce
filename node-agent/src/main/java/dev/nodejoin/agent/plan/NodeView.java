package dev.nodejoin.agent.plan;

/**
 * A Node as the API server shows it, reduced to what a join judges.
 *
 * @param heartbeat when a kubelet last reported, as written in the Ready condition; empty if none ever did
 */
public record NodeView(String uid, boolean ready, String heartbeat) {}
