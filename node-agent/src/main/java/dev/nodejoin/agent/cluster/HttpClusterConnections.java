package dev.nodejoin.agent.cluster;

import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.ClientIdentity;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * HTTPS connections that trust the ticket's CA certificates alone, check the host name, follow no redirect, and use a proxy
 * only if they are given one: the environment's proxies do not apply, since an API server is seldom behind them.
 */
public final class HttpClusterConnections implements ClusterConnections {
    private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(10);

    private final String server;
    private final CertificateBundle authorities;
    private final ProxySelector proxy;
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
        this.proxy = selector(proxy);
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
        var client = client(tls, proxy, longestExchange, HttpClient.Redirect.NEVER);
        return new HttpClusterApi(new ApiConnection(client, server, authorization, longestExchange, trace));
    }

    static ProxySelector selector(Optional<InetSocketAddress> proxy) {
        return proxy.map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY);
    }

    static HttpClient client(SSLContext tls, ProxySelector proxy, Duration toConnect, HttpClient.Redirect redirects) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(redirects)
                .connectTimeout(toConnect)
                .proxy(proxy)
                .sslContext(tls)
                .build();
    }
}
