package dev.nodejoin.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.files.LocalNodeFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandKubeletTest {
    @TempDir
    private Path root;

    @AfterEach
    void endWhatWasStarted() {
        kubelet("true").stop();
    }

    @Test
    void flags_take_the_place_of_their_word() {
        var command = List.of("kubelet", CommandKubelet.FLAGS_WORD, "--v=2");

        assertThat(CommandKubelet.withFlags(command, List.of("--a=1", "--b=2")))
                .containsExactly("kubelet", "--a=1", "--b=2", "--v=2");
        assertThat(CommandKubelet.withFlags(command, List.of())).containsExactly("kubelet", "--v=2");
    }

    @Test
    void flags_without_a_place_come_last_since_taints_must_not_be_lost() {
        assertThat(CommandKubelet.withFlags(List.of("kubelet"), List.of("--register-with-taints=a:NoSchedule")))
                .containsExactly("kubelet", "--register-with-taints=a:NoSchedule");
    }

    @Test
    void the_output_goes_to_the_log() {
        kubelet("echo", "hello").start(List.of("--flag=1"));

        await().untilAsserted(
                        () -> assertThat(root.resolve("var/log/kubelet.log")).hasContent("hello --flag=1"));
    }

    @Test
    void a_later_run_stops_what_an_earlier_one_started() {
        kubelet("sleep", "600").start(List.of());
        var process = recorded();

        assertThat(kubelet("sleep", "600").stop()).isEmpty();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void a_second_start_leaves_one_process() {
        kubelet("sleep", "600").start(List.of());
        var first = recorded();
        kubelet("sleep", "600").start(List.of());

        assertThat(first.isAlive()).isFalse();
        assertThat(recorded().isAlive()).isTrue();
    }

    @Test
    void another_process_that_got_the_same_number_is_left_alone() {
        new LocalNodeFiles(root)
                .write(
                        CommandKubelet.RECORD,
                        "%d %d\n".formatted(ProcessHandle.current().pid(), 1),
                        dev.nodejoin.agent.plan.FileMode.PUBLIC);

        assertThat(kubelet("true").stop()).isEmpty();
    }

    @Test
    void a_command_that_fails_at_once_is_noticed() {
        var kubelet = kubelet("false");
        kubelet.start(List.of());

        await().untilAsserted(() -> assertThat(kubelet.endedEarly())
                .hasValueSatisfying(why -> assertThat(why).contains("\"false\" ended with exit code 1")));
    }

    @Test
    void a_command_that_ends_well_may_have_gone_to_the_background() {
        var kubelet = kubelet("true");
        kubelet.start(List.of());
        await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));

        assertThat(kubelet.endedEarly()).isEmpty();
    }

    @Test
    void a_command_that_is_not_there_is_named() {
        assertThatThrownBy(() -> kubelet("/nowhere/kubelet").start(List.of()))
                .isInstanceOf(KubeletException.class)
                .hasMessageContaining("\"/nowhere/kubelet\" can't be run");
    }

    private CommandKubelet kubelet(String... command) {
        return new CommandKubelet(List.of(command), root.resolve("var/log/kubelet.log"), new LocalNodeFiles(root));
    }

    private ProcessHandle recorded() {
        var record = new LocalNodeFiles(root)
                .read(CommandKubelet.RECORD)
                .orElseThrow()
                .content();
        return ProcessHandle.of(Long.parseLong(record.substring(0, record.indexOf(' '))))
                .orElseThrow();
    }
}
