package dev.nodejoin.operator.handoff;

/**
 * How a machine reaches the cluster.
 *
 * @param server URL of the API server
 * @param caBundle its CA certificates (PEM)
 */
public record ClusterAccess(String server, String caBundle) {}
