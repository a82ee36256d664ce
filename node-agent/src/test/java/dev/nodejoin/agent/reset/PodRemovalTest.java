package dev.nodejoin.agent.reset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.cri.CriException;
import dev.nodejoin.agent.cri.PodSandboxes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodRemovalTest {
    private static final String ENDPOINT = "unix:///run/cri.sock";

    private final List<String> calls = new ArrayList<>();
    private String stuck = "";

    private Duration now = Duration.ZERO;
    private Duration hangs = Duration.ZERO;
    private Duration ends = Duration.ZERO;
    private List<String> ids = List.of("aaa", "bbb");

    private final PodRemoval removal = new PodRemoval(this::connect, () -> now);

    private PodSandboxes connect(Path socket) {
        calls.add("connect " + socket);
        return new PodSandboxes() {
            @Override
            public List<String> ids() {
                return ids;
            }

            @Override
            public void stop(String id, Duration longest) {
                calls.add("stop " + id);
                if (id.equals(stuck)) {
                    now = now.plus(hangs.compareTo(longest) < 0 ? hangs : longest);
                    throw new CriException("it is stuck", null);
                }
                now = now.plus(ends.compareTo(longest) < 0 ? ends : longest);
            }

            @Override
            public void remove(String id, Duration longest) {
                calls.add("remove " + id);
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
    }

    @Test
    void every_pod_is_stopped_and_removed() {
        assertThat(removal.removePods(ENDPOINT)).isEmpty();
        assertThat(calls)
                .containsExactly("connect /run/cri.sock", "stop aaa", "remove aaa", "stop bbb", "remove bbb", "close");
    }

    @Test
    void a_pod_that_does_not_stop_is_tried_five_times_and_does_not_hold_up_the_others() {
        stuck = "aaa";

        assertThat(removal.removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .startsWith("pod aaa: it is stuck; containers of pods may still run")
                        .contains("crictl rmp --all --force"));
        assertThat(calls).filteredOn("stop aaa"::equals).hasSize(5);
        assertThat(calls).contains("remove bbb").doesNotContain("remove aaa");
    }

    @Test
    void after_ten_minutes_the_rest_is_not_tried_any_more() {
        stuck = "aaa";
        hangs = Duration.ofMinutes(4);

        assertThat(removal.removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .startsWith("pod aaa: it is stuck; 1 more pods were not tried, since none was removed for 10"
                                + " minutes;"));
        assertThat(calls).containsExactly("connect /run/cri.sock", "stop aaa", "stop aaa", "stop aaa", "close");
        assertThat(now).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void a_runtime_that_is_slow_has_the_time_that_its_pods_take() {
        ids = IntStream.range(0, 70).mapToObj("pod%d"::formatted).toList();
        ends = Duration.ofSeconds(10);

        assertThat(removal.removePods(ENDPOINT)).isEmpty();
        assertThat(calls).contains("remove pod69");
    }

    @Test
    void a_pod_that_took_the_rest_of_the_time_to_stop_is_told_as_such_and_not_asked_about_again() {
        ends = Duration.ofMinutes(11);

        assertThat(removal.removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .startsWith(
                                "pod aaa: it was stopped and not removed, since no pod was removed for 10 minutes; 1"
                                        + " more pods were not tried"));
        assertThat(calls).containsExactly("connect /run/cri.sock", "stop aaa", "close");
    }

    @Test
    void a_runtime_that_does_not_answer_is_told_with_what_to_do() {
        var unreachable = new PodRemoval(
                socket -> {
                    throw new CriException("Connection refused", null);
                },
                () -> now);

        assertThat(unreachable.removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .startsWith("the container runtime at unix:///run/cri.sock: Connection refused;")
                        .contains("restart this machine"));
    }
}
