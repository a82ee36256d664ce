package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceUnitTest {
    @Test
    void words_with_blanks_and_special_signs_are_quoted_as_systemd_wants_it() {
        var unit = ServiceUnit.of(
                        "thing", List.of("/bin/thing", "a b", "$HOME", "50%", "say \"hi\" \\o/"), Duration.ofSeconds(3))
                .file();
        assertThat(unit.path()).isEqualTo("/etc/systemd/system/thing.service");
        assertThat(unit.content().lines())
                .contains("ExecStart=\"/bin/thing\" \"a b\" \"$$HOME\" \"50%%\" \"say \\\"hi\\\" \\\\o/\"")
                .contains("Restart=always", "RestartSec=1", "TimeoutStopSec=3");
    }
}
