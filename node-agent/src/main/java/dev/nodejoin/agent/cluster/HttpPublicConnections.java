package dev.nodejoin.agent.cluster;

import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** HTTPS without credentials. A proxy is used only if one is given; only a download follows redirects, to https alone. */
public final class HttpPublicConnections implements PublicConnections, AutoCloseable {
    private static final Duration LONGEST_EXCHANGE = Duration.ofSeconds(10);

    private final HttpClients clients;
    private final RequestTrace trace;
    private final Supplier<SSLContext> machineTrust;

    public HttpPublicConnections(Optional<InetSocketAddress> proxy, RequestTrace trace) {
        this(proxy, trace, () -> ClusterTls.trusting(new MachineTrust(Path.of("/")).certificates()));
    }

    HttpPublicConnections(Optional<InetSocketAddress> proxy, RequestTrace trace, Supplier<SSLContext> machineTrust) {
        this.clients = new HttpClients(proxy, LONGEST_EXCHANGE);
        this.trace = trace;
        this.machineTrust = machineTrust;
    }

    @Override
    public ClusterInfoSource unverified(String server) {
        return clusterInfo(server, NoTrust.context());
    }

    @Override
    public ClusterInfoSource verified(String server, CertificateBundle authorities) {
        return clusterInfo(server, ClusterTls.trusting(authorities));
    }

    @Override
    public ClusterInfoSource publiclyVerified(String server) {
        return clusterInfo(server, machineTrust.get());
    }

    private ClusterInfoSource clusterInfo(String server, SSLContext tls) {
        var client = clients.make(tls, Redirect.NEVER);
        var api = new HttpClusterApi(new ApiConnection(client, server, Optional.empty(), LONGEST_EXCHANGE, trace));
        return () -> api.configMap("kube-public", "cluster-info");
    }

    @Override
    public byte[] download(URI url, int mostBytes) {
        var client = clients.make(machineTrust.get(), Redirect.NORMAL);
        var response = exchange(client, HttpRequest.newBuilder(url).GET().build(), mostBytes);
        trace.line("GET %s: %d".formatted(url.getRawPath(), response.statusCode()));
        if (response.statusCode() != 200) {
            throw new ClusterException(new ClusterProblem.Refused(response.statusCode(), ""));
        }
        return response.body();
    }

    private static HttpResponse<byte[]> exchange(HttpClient client, HttpRequest request, int mostBytes) {
        var exchange = client.sendAsync(request, head -> CappedBody.whole(mostBytes));
        try {
            return exchange.get(LONGEST_EXCHANGE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new ClusterException(NetworkFailure.problem(e), e);
        } catch (ExecutionException e) {
            throw new ClusterException(NetworkFailure.problem(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(new ClusterProblem.Unreachable("interrupted"), e);
        }
    }

    /** No source that was got from here answers any more. */
    @Override
    public void close() {
        clients.close();
    }
}
