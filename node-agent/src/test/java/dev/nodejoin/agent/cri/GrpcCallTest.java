package dev.nodejoin.agent.cri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.junit.jupiter.api.Test;

/** What the parts of an answer make of a call. */
class GrpcCallTest {
    private final GrpcCall call = new GrpcCall("/service/Method", new byte[0]);

    private void respond(int code, boolean hasBody, Header... headers) {
        var response = new BasicHttpResponse(code);
        Arrays.stream(headers).forEach(response::addHeader);
        call.consumeResponse(response, hasBody ? new BasicEntityDetails(-1, null) : null, HttpCoreContext.create());
    }

    private static Header header(String name, String value) {
        return new BasicHeader(name, value);
    }

    private Throwable failure() {
        return call.answer().exceptionNow();
    }

    @Test
    void the_message_is_what_is_between_prefix_and_status() throws Exception {
        respond(200, true);
        call.consume(ByteBuffer.wrap(new byte[] {0, 0, 0}));
        call.consume(ByteBuffer.wrap(new byte[] {0, 2, 'o', 'k'}));
        call.streamEnd(List.of(header("grpc-status", "0")));

        assertThat(new String(call.answer().get(), UTF_8)).isEqualTo("ok");
    }

    @Test
    void a_failure_has_its_status_and_message_at_once() {
        respond(200, false, header("grpc-status", "2"), header("grpc-message", "no%20such pod+"));

        assertThat(failure()).isExactlyInstanceOf(CriException.class).hasMessage("no such pod+");
        assertThat(call.isOver()).isTrue();
    }

    @Test
    void a_failure_may_come_after_a_message() {
        respond(200, true);
        call.streamEnd(List.of(header("grpc-status", "14")));

        assertThat(failure()).isExactlyInstanceOf(CriException.class).hasMessage("status 14");
    }

    @Test
    void a_call_that_the_server_does_not_have_is_known() {
        respond(200, false, header("grpc-status", "12"), header("grpc-message", "unknown method"));

        assertThat(failure()).isInstanceOf(CriException.Unimplemented.class);
    }

    @Test
    void an_answer_without_a_status_is_none() {
        respond(200, true);
        call.streamEnd(null);

        assertThat(failure()).hasMessage("no status");
    }

    @Test
    void a_server_that_speaks_something_else_is_told_of() {
        respond(502, true);

        assertThat(failure()).hasMessage("HTTP status 502");
    }

    @Test
    void a_message_of_another_length_than_it_says_is_refused() {
        respond(200, true);
        call.consume(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 9, 'x'}));
        call.streamEnd(List.of(header("grpc-status", "0")));

        assertThat(failure()).hasMessage("the answer is no gRPC message");
    }

    @Test
    void an_endless_answer_is_cut_off() {
        respond(200, true);
        call.consume(ByteBuffer.allocate((4 << 20) + 1));

        assertThat(failure()).hasMessageContaining("larger than");
        assertThat(call.isOver()).as("more may come").isFalse();
    }
}
