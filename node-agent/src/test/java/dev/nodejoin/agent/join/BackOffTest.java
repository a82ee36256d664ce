package dev.nodejoin.agent.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void cluster_info_is_asked_for_every_five_seconds_as_by_kubeadm() {
        assertThat(pauses(BackOff.forClusterInfo(), 6)).containsOnly(seconds(5));
    }

    @Test
    void trouble_is_given_time() {
        assertThat(pauses(BackOff.afterTrouble(), 6))
                .startsWith(Duration.ofMillis(250), Duration.ofMillis(500))
                .endsWith(seconds(4), seconds(4));
    }

    @Test
    void a_kubelet_that_comes_up_within_a_second_is_seen_at_most_a_quarter_of_that_later() {
        assertThat(longestPauseWithin(BackOff.forKubelet(), seconds(1))).isLessThan(Duration.ofMillis(250));
    }

    @Test
    void an_api_server_is_asked_for_the_node_at_most_once_a_second_in_the_end_and_seldom_before() {
        var pauses = pauses(BackOff.forRegistration(), 200);
        var elapsed = Duration.ZERO;
        var requests = 0;
        while (elapsed.compareTo(seconds(5)) < 0) elapsed = elapsed.plus(pauses.get(requests++));

        assertThat(requests).isLessThanOrEqualTo(15);
        assertThat(pauses.getLast()).isEqualTo(seconds(1));
    }

    private static Duration longestPauseWithin(BackOff backOff, Duration time) {
        var elapsed = Duration.ZERO;
        var pause = Duration.ZERO;
        while (elapsed.compareTo(time) < 0) {
            pause = backOff.next();
            elapsed = elapsed.plus(pause);
        }
        return pause;
    }

    private static List<Duration> pauses(BackOff backOff, int count) {
        return Stream.generate(backOff::next).limit(count).toList();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
