package dev.nodejoin.agent.reset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.cri.CriException;
import dev.nodejoin.agent.cri.PodSandboxes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodRemovalTest {
    private static final String ENDPOINT = "unix:///run/cri.sock";

    private final List<String> calls = new ArrayList<>();
    private String stuck = "";

    private final PodRemoval removal = new PodRemoval(this::connect);

    private PodSandboxes connect(Path socket) {
        calls.add("connect " + socket);
        return new PodSandboxes() {
            @Override
            public List<String> ids() {
                return List.of("aaa", "bbb");
            }

            @Override
            public void stop(String id) {
                calls.add("stop " + id);
                if (id.equals(stuck)) {
                    throw new CriException("it is stuck", null);
                }
            }

            @Override
            public void remove(String id) {
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
    void a_runtime_that_does_not_answer_is_told_with_what_to_do() {
        var unreachable = new PodRemoval(socket -> {
            throw new CriException("Connection refused", null);
        });

        assertThat(unreachable.removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .startsWith("the container runtime at unix:///run/cri.sock: Connection refused;")
                        .contains("restart this machine"));
    }
}
