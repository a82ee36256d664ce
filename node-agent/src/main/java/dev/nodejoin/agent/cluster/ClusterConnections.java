package dev.nodejoin.agent.cluster;

import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.ClientIdentity;

/** Ways to one API server, by who asks. */
public interface ClusterConnections {
    ClusterApi withToken(SecretText token);

    ClusterApi withCertificate(ClientIdentity identity);
}
