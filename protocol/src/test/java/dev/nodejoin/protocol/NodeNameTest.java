package dev.nodejoin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "worker-1", "10.0.0.1", "worker-1.rack--2.example", "1"})
    void names_that_the_api_server_accepts_are_accepted(String name) {
        assertThat(new NodeName(name).userName()).isEqualTo("system:node:" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a.", ".a", "a..b", "A", "a_b", "a\n", "ä", "a-.b"})
    void other_names_are_refused(String name) {
        assertThatThrownBy(() -> new NodeName(name)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void a_name_of_254_characters_is_refused() {
        assertThat(new NodeName("a".repeat(253)).value()).hasSize(253);
        assertThatThrownBy(() -> new NodeName("a".repeat(254))).isInstanceOf(MalformedInputException.class);
    }
}
