package dev.nodejoin.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"Remote host terminated the handshake", "Remote host closed the channel"})
    void a_server_that_went_away_in_the_handshake_may_come_back(String sentence) {
        assertThat(NetworkFailure.problem(new SSLHandshakeException(sentence)))
                .isEqualTo(new Unreachable("the connection was closed during the TLS handshake"))
                .satisfies(problem -> assertThat(problem.mayHeal()).isTrue());
    }

    @Test
    void a_server_that_refuses_the_handshake_will_not() {
        assertThat(NetworkFailure.problem(new SSLHandshakeException("Received fatal alert: protocol_version")))
                .isInstanceOf(Untrusted.class)
                .satisfies(problem -> assertThat(problem.mayHeal()).isFalse());
    }
}
