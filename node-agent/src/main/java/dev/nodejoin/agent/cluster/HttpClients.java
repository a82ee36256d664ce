package dev.nodejoin.agent.cluster;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * Makes HTTP clients, and ends them together. Each has a thread that listens to the system; a virtual machine that exits waits
 * three tenths of a second for such threads, unless they have ended before.
 */
final class HttpClients implements AutoCloseable {
    private final ProxySelector proxy;
    private final Duration toConnect;
    private final List<HttpClient> made = new CopyOnWriteArrayList<>();

    /**
     * None is made yet.
     *
     * @param proxy the one to use; those of the environment never are
     * @param toConnect how long a connection may take to be there
     */
    HttpClients(Optional<InetSocketAddress> proxy, Duration toConnect) {
        this.proxy = proxy.map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY);
        this.toConnect = toConnect;
    }

    HttpClient make(SSLContext tls, Redirect redirects) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(redirects)
                .connectTimeout(toConnect)
                .proxy(proxy)
                .sslContext(tls)
                .build();
        made.add(client);
        return client;
    }

    /** Breaks off whatever is still under way. */
    @Override
    public void close() {
        made.forEach(HttpClient::shutdownNow);
    }
}
