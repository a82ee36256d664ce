package dev.nodejoin.agent.reset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program that notes how it is called. */
class CrictlTest {
    private static final String ENDPOINT = "unix:///run/cri.sock";
    private static final String LISTING = """
            if [ "$5" = pods ]; then
              echo 'WARN[0000] Config "/etc/crictl.yaml" does not exist' >&2
              echo aaa; echo bbb
            fi
            """;

    @TempDir
    private Path directory;

    @Test
    void every_pod_is_stopped_and_removed() throws IOException {
        assertThat(crictl(LISTING).removePods(ENDPOINT)).isEmpty();
        assertThat(calls())
                .containsExactly("pods --quiet", "stopp aaa", "rmp aaa", "stopp bbb", "rmp bbb")
                .hasSize(5);
        assertThat(Files.readString(directory.resolve("calls"))).startsWith("--runtime-endpoint unix:///run/cri.sock ");
    }

    @Test
    void a_pod_that_does_not_stop_is_tried_five_times_and_does_not_hold_up_the_others() throws IOException {
        var crictl = crictl(LISTING + "if [ \"$5 $6\" = 'stopp aaa' ]; then echo stuck; exit 1; fi\n");

        assertThat(crictl.removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .contains("stopp aaa\" ended with exit code 1: stuck", "crictl rmp --all --force")
                        .doesNotContain("bbb"));
        assertThat(calls().stream().filter("stopp aaa"::equals)).hasSize(5);
        assertThat(calls()).contains("rmp bbb").doesNotContain("rmp aaa");
    }

    @Test
    void a_runtime_that_does_not_answer_is_told() throws IOException {
        assertThat(crictl("echo 'connection refused' >&2; exit 1\n").removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint).contains("connection refused"));
    }

    @Test
    void a_crictl_that_is_not_there_is_told_with_what_to_do() {
        assertThat(new Crictl("/nowhere/crictl").removePods(ENDPOINT))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .contains("\"/nowhere/crictl\" can't be run", "may still run", "restart this machine"));
    }

    private Crictl crictl(String script) throws IOException {
        var file = directory.resolve("crictl");
        Files.writeString(file, "#!/bin/sh\necho \"$@\" >> %s/calls\n%s".formatted(directory, script));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new Crictl(file.toString());
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls")).stream()
                .map(line -> line.split(" ", 5)[4])
                .toList();
    }
}
