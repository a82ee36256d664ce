package dev.nodejoin.agent.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoredChecksTest {
    @Test
    void those_of_flag_and_configuration_are_ignored_in_any_case() {
        var ignored = IgnoredChecks.of(List.of("SWAP"), List.of("cri"));

        assertThat(ignored.has("Swap")).isTrue();
        assertThat(ignored.has("CRI")).isTrue();
        assertThat(ignored.has("Port-10250")).isFalse();
    }

    @Test
    void all_stands_for_every_check() {
        assertThat(IgnoredChecks.of(List.of("ALL"), List.of("all")).has("Port-10250"))
                .isTrue();
    }

    @Test
    void all_and_another_name_contradict_each_other() {
        assertThatThrownBy(() -> IgnoredChecks.of(List.of("all"), List.of("swap")))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("--ignore-preflight-errors")
                .hasMessageContaining("all, swap");
    }
}
