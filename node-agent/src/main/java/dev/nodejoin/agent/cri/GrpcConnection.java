package dev.nodejoin.agent.cri;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.ClientH2PrefaceHandler;
import org.apache.hc.core5.http2.impl.nio.ClientH2StreamMultiplexerFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command.Priority;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/** A connection to a gRPC server on a Unix socket: HTTP/2 from the first byte on, no TLS, one call at a time. */
final class GrpcConnection implements AutoCloseable {
    private static final ClientH2StreamMultiplexerFactory STREAMS = new ClientH2StreamMultiplexerFactory(
            HttpProcessorBuilder.create().build(),
            null,
            H2Config.custom().setPushEnabled(false).build(),
            null,
            null);

    private final DefaultConnectingIOReactor reactor;
    private final IOSession session;

    private GrpcConnection(DefaultConnectingIOReactor reactor, IOSession session) {
        this.reactor = reactor;
        this.session = session;
    }

    /**
     * Throws {@link CriException} if nobody listens there.
     *
     * @param longest how long that may take
     */
    static GrpcConnection open(Path socket, Duration longest) {
        var reactor = new DefaultConnectingIOReactor(
                (session, attachment) -> new ClientH2PrefaceHandler(session, STREAMS, true, null),
                IOReactorConfig.custom().setIoThreadCount(1).build(),
                null);
        reactor.start();
        try {
            var address = UnixDomainSocketAddress.of(socket);
            var timeout = Timeout.of(longest);
            var session = await(reactor.connect(GrpcCall.LOCALHOST, address, null, timeout, null, null), longest);
            return new GrpcConnection(reactor, session);
        } catch (RuntimeException e) {
            reactor.close(CloseMode.IMMEDIATE);
            throw e;
        }
    }

    /**
     * The answer to a call; throws {@link CriException} for whatever keeps it from coming. Where the rest of an answer may
     * still be on its way, be it too late or too long, that ends the connection.
     */
    byte[] call(String method, byte[] message, Duration longest) {
        var call = new GrpcCall(method, message);
        session.enqueue(new RequestExecutionCommand(call, HttpCoreContext.create()), Priority.NORMAL);
        try {
            return await(call.answer(), longest);
        } catch (CriException e) {
            if (!call.isOver()) {
                session.close(CloseMode.IMMEDIATE);
            }
            throw e;
        }
    }

    boolean isOpen() {
        return session.isOpen();
    }

    private static <T> T await(Future<T> future, Duration longest) {
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CriException known ? known : new CriException(reason(e), e);
        } catch (TimeoutException e) {
            throw new CriException("no answer within " + shown(longest), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CriException("interrupted", e);
        }
    }

    private static String shown(Duration time) {
        return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static String reason(ExecutionException e) {
        var cause = e.getCause();
        return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    }

    @Override
    public void close() {
        reactor.close(CloseMode.IMMEDIATE);
    }
}
