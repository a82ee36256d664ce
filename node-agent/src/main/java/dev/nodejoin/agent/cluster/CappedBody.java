package dev.nodejoin.agent.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer up to a limit, and no further: either all of it, or (of a watch, which has no end) its first line.
 */
final class CappedBody implements BodySubscriber<byte[]> {
    private final int limit;
    private final boolean firstLineOnly;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    private CappedBody(int limit, boolean firstLineOnly) {
        this.limit = limit;
        this.firstLineOnly = firstLineOnly;
    }

    static CappedBody whole(int limit) {
        return new CappedBody(limit, false);
    }

    static CappedBody firstLine(int limit) {
        return new CappedBody(limit, true);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            if (!body.isDone()) {
                take(buffer);
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(received.toByteArray());
    }

    private void take(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            var next = buffer.get();
            if (firstLineOnly && next == '\n') {
                body.complete(received.toByteArray());
                stop();
                return;
            }
            if (received.size() == limit) {
                body.completeExceptionally(new TooLarge(limit));
                stop();
                return;
            }
            received.write(next);
        }
    }

    private void stop() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** The answer was cut off because nothing of that size can be what was asked for. */
    static final class TooLarge extends IOException {
        TooLarge(int limit) {
            super("the answer is larger than %d bytes".formatted(limit));
        }
    }
}
