package dev.nodejoin.agent.discovery;

import dev.nodejoin.protocol.pki.CertificateBundle;

/**
 * What {@code kube-public/cluster-info} published, trusted as far as it was looked at.
 *
 * @param text the kubeconfig, as it was published
 * @param server the API server that it names, which is the one to use from now on
 */
public record ClusterInfo(String text, String server, String caPem, CertificateBundle authorities) {}
