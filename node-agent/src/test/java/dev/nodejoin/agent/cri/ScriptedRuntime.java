package dev.nodejoin.agent.cri;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http2.hpack.HPackDecoder;

/** As much of a gRPC server as answers some calls by an empty message and never the others. */
final class ScriptedRuntime implements AutoCloseable {
    private static final int PREFACE = 24;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final byte[] STATUS_200 = {(byte) 0x88};
    private static final byte[] GRPC_STATUS_0 = "\0\u000bgrpc-status\u00010".getBytes(UTF_8);

    private final ServerSocketChannel server;
    private final Predicate<String> answers;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    ScriptedRuntime(Path socket, Predicate<String> answers) throws IOException {
        this.answers = answers;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    /** Every call: the number of its connection, and its name. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Completed when a client has ended its connection. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void accept() {
        try {
            for (int number = 1; ; number++) {
                var connection = server.accept();
                var name = number + " ";
                Thread.ofVirtual().start(() -> serve(connection, name));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(SocketChannel connection, String number) {
        try (connection) {
            var input = new DataInputStream(Channels.newInputStream(connection));
            var output = Channels.newOutputStream(connection);
            input.skipNBytes(PREFACE);
            frame(output, SETTINGS, 0, 0, new byte[0]);
            var decoder = new HPackDecoder(4096, UTF_8);
            while (true) {
                read(input, output, decoder, number);
            }
        } catch (IOException closed) {
            ended.complete(null);
        }
    }

    private void read(DataInputStream input, OutputStream output, HPackDecoder decoder, String number)
            throws IOException {
        var length = input.readUnsignedByte() << 16 | input.readUnsignedShort();
        var type = input.readUnsignedByte();
        input.readUnsignedByte();
        var stream = input.readInt();
        var payload = input.readNBytes(length);
        if (type == HEADERS) {
            var method = method(decoder, payload);
            calls.add(number + method);
            if (answers.test(method)) {
                answer(output, stream);
            }
        }
    }

    private static void answer(OutputStream output, int stream) throws IOException {
        frame(output, HEADERS, END_HEADERS, stream, STATUS_200);
        frame(output, DATA, 0, stream, new byte[5]);
        frame(output, HEADERS, END_HEADERS | END_STREAM, stream, GRPC_STATUS_0);
    }

    private static String method(HPackDecoder decoder, byte[] headers) throws IOException {
        try {
            return decoder.decodeHeaders(ByteBuffer.wrap(headers)).stream()
                    .filter(header -> header.getName().equals(":path"))
                    .map(header -> header.getValue().substring(header.getValue().lastIndexOf('/') + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (HttpException e) {
            throw new IOException(e);
        }
    }

    private static void frame(OutputStream output, int type, int flags, int stream, byte[] payload) throws IOException {
        output.write(ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
