package dev.nodejoin.agent.cri;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** One unary call by the protocol "gRPC over HTTP2": a message there, a message and a status back. */
final class GrpcCall implements AsyncClientExchangeHandler {
    /** As authority, which gRPC wants and a Unix socket has none of. */
    static final HttpHost LOCALHOST = new HttpHost("http", "localhost", -1);

    private static final int PREFIX = 1 + Integer.BYTES;
    private static final int LARGEST = 4 << 20;
    private static final String OK = "0";
    private static final String UNIMPLEMENTED = "12";

    private final BasicHttpRequest request;
    private final AsyncEntityProducer body;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private volatile boolean over;

    GrpcCall(String method, byte[] message) {
        request = new BasicHttpRequest("POST", LOCALHOST, method);
        request.setVersion(HttpVersion.HTTP_2);
        request.addHeader("content-type", "application/grpc");
        request.addHeader("te", "trailers");
        body = new BasicAsyncEntityProducer(framed(message), null);
    }

    /** The answer's message; fails with a {@link CriException} for any other status than success. */
    CompletableFuture<byte[]> answer() {
        return answer;
    }

    /** Whether nothing comes any more. */
    boolean isOver() {
        return over;
    }

    /** Not compressed, and how long it is. */
    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(PREFIX + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        channel.sendRequest(request, body, context);
    }

    @Override
    public int available() {
        return body.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        body.produce(channel);
    }

    @Override
    public void consumeInformation(HttpResponse response, HttpContext context) {}

    /** A failure has its status here, where others have it after the message. */
    @Override
    public void consumeResponse(HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
        over = entity == null;
        if (over || response.getCode() != 200) {
            answer.completeExceptionally(failure(List.of(response.getHeaders()), "HTTP status " + response.getCode()));
        }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        channel.update(LARGEST);
    }

    @Override
    public void consume(ByteBuffer data) {
        while (data.hasRemaining()) {
            if (received.size() < LARGEST) {
                received.write(data.get());
            } else {
                data.position(data.limit());
                answer.completeExceptionally(
                        new CriException("the answer is larger than %d bytes".formatted(LARGEST), null));
            }
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        over = true;
        List<? extends Header> given = trailers == null ? List.of() : trailers;
        if (value(given, "grpc-status").filter(OK::equals).isPresent()) {
            complete(ByteBuffer.wrap(received.toByteArray()));
        } else {
            answer.completeExceptionally(failure(given, "no status"));
        }
    }

    private void complete(ByteBuffer frame) {
        if (frame.remaining() < PREFIX || frame.get() != 0 || frame.getInt() != frame.remaining()) {
            answer.completeExceptionally(new CriException("the answer is no gRPC message", null));
            return;
        }
        var message = new byte[frame.remaining()];
        frame.get(message);
        answer.complete(message);
    }

    private static CriException failure(List<? extends Header> headers, String otherwise) {
        var status = value(headers, "grpc-status");
        var message = value(headers, "grpc-message").map(GrpcCall::unescaped).filter(text -> !text.isEmpty());
        var shown = message.orElse(status.map("status "::concat).orElse(otherwise));
        return status.filter(UNIMPLEMENTED::equals).isPresent()
                ? new CriException.Unimplemented(shown)
                : new CriException(shown, null);
    }

    private static String unescaped(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return text;
        }
    }

    private static Optional<String> value(List<? extends Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(Header::getValue)
                .findFirst();
    }

    @Override
    public void failed(Exception cause) {
        over = true;
        answer.completeExceptionally(new CriException(String.valueOf(cause.getMessage()), cause));
    }

    @Override
    public void cancel() {
        over = true;
        answer.completeExceptionally(new CriException("the connection was closed", null));
    }

    @Override
    public void releaseResources() {
        body.releaseResources();
    }
}
