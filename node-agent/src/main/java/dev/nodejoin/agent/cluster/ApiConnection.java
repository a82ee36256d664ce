package dev.nodejoin.agent.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Busy;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request at a time to one API server. The whole exchange, the answer's body included, has to be over within its time;
 * redirects are not followed, and no answer beyond {@value #LARGEST_ANSWER} bytes is taken in.
 */
final class ApiConnection {
    static final int LARGEST_ANSWER = 4 << 20;

    private static final Set<Integer> SUCCESSES = Set.of(200, 201);

    private final HttpClient client;
    private final String server;
    private final Optional<String> authorization;
    private final Duration longestExchange;
    private final RequestTrace trace;

    ApiConnection(
            HttpClient client,
            String server,
            Optional<String> authorization,
            Duration longestExchange,
            RequestTrace trace) {
        this.client = client;
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.authorization = authorization;
        this.longestExchange = longestExchange;
        this.trace = trace;
    }

    /** The object at the path; empty if there is none. */
    Optional<JsonNode> get(String path) {
        var answer = exchange(request(path).GET().build(), CappedBody.whole(LARGEST_ANSWER), longestExchange);
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer.expectSuccess());
    }

    /** The object as created; empty if one of that name exists. */
    Optional<JsonNode> create(String path, byte[] object) {
        var request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(object))
                .build();
        var answer = exchange(request, CappedBody.whole(LARGEST_ANSWER), longestExchange);
        return answer.status() == 409 ? Optional.empty() : Optional.of(answer.expectSuccess());
    }

    /** The first event of a watch; empty if none came before the server ended the watch. */
    Optional<JsonNode> firstEvent(String path, Duration longest) {
        var body = CappedBody.firstLine(LARGEST_ANSWER);
        var answer = exchange(request(path).GET().build(), body, longest.plus(longestExchange));
        return answer.isEmptySuccess() ? Optional.empty() : Optional.of(answer.expectSuccess());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private Answer exchange(HttpRequest request, CappedBody body, Duration longest) {
        var start = System.nanoTime();
        try {
            var answer = answer(request, body, longest);
            traced(request, "%d".formatted(answer.status()), start);
            return answer;
        } catch (ClusterException e) {
            traced(request, e.problem().toString(), start);
            throw e;
        }
    }

    private Answer answer(HttpRequest request, CappedBody body, Duration longest) {
        var exchange = client.sendAsync(request, head -> body);
        try {
            var response = exchange.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            date(response).ifPresent(trace::dated);
            return Answer.of(response);
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

    private static Optional<Instant> date(HttpResponse<?> response) {
        return response.headers().firstValue("Date").flatMap(text -> {
            try {
                return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            } catch (DateTimeException unreadable) {
                return Optional.empty();
            }
        });
    }

    private void traced(HttpRequest request, String outcome, long start) {
        trace.line("%s %s: %s in %d ms"
                .formatted(
                        request.method(),
                        request.uri().getRawPath(),
                        outcome,
                        Duration.ofNanos(System.nanoTime() - start).toMillis()));
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Answer(int status, byte[] body) {
        static Answer of(HttpResponse<byte[]> response) {
            return new Answer(response.statusCode(), response.body());
        }

        boolean isEmptySuccess() {
            return status == 200 && body.length == 0;
        }

        JsonNode expectSuccess() {
            if (SUCCESSES.contains(status)) {
                return ApiDocument.parse(body);
            }
            throw new ClusterException(problem());
        }

        private ClusterProblem problem() {
            var message = ApiDocument.statusMessage(body);
            return switch (status) {
                case 401 -> new Unauthorized();
                case 403 -> new Forbidden(message);
                case 429 -> new Busy(status, message);
                default -> status >= 500 ? new Busy(status, message) : new Refused(status, message);
            };
        }
    }
}
