package dev.nodejoin.agent.cluster;

import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.ClientIdentity;
import java.net.InetSocketAddress;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * HTTPS connections that trust the ticket's CA certificates alone, check the host name, follow no redirect, and use a proxy
 * only if they are given one: the environment's proxies do not apply, since an API server is seldom behind them.
 */
public final class HttpClusterConnections implements ClusterConnections, AutoCloseable {
    private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(10);

    private final String server;
    private final CertificateBundle authorities;
    private final HttpClients clients;
    private final RequestTrace trace;
    private final Duration longestExchange;

    public HttpClusterConnections(
            String server, CertificateBundle authorities, Optional<InetSocketAddress> proxy, RequestTrace trace) {
        this(server, authorities, proxy, trace, LONGEST_EXCHANGE);
    }

    HttpClusterConnections(
            String server,
            CertificateBundle authorities,
            Optional<InetSocketAddress> proxy,
            RequestTrace trace,
            Duration longestExchange) {
        this.server = server;
        this.authorities = authorities;
        this.clients = new HttpClients(proxy, longestExchange);
        this.trace = trace;
        this.longestExchange = longestExchange;
    }

    @Override
    public ClusterApi withToken(SecretText token) {
        return api(ClusterTls.trusting(authorities), Optional.of("Bearer " + token.reveal()));
    }

    @Override
    public ClusterApi withCertificate(ClientIdentity identity) {
        return api(ClusterTls.as(identity, authorities), Optional.empty());
    }

    private ClusterApi api(SSLContext tls, Optional<String> authorization) {
        var client = clients.make(tls, Redirect.NEVER);
        return new HttpClusterApi(new ApiConnection(client, server, authorization, longestExchange, trace));
    }

    /** No API that was got from here answers any more. */
    @Override
    public void close() {
        clients.close();
    }
}
