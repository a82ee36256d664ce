package dev.nodejoin.agent.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufMessageTest {
    private static ProtobufMessage parse(String hex) {
        return ProtobufMessage.parse(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void strings_flags_and_messages_are_found_by_number() {
        var message = parse("0a 03 61 62 63  10 01  1a 04 0a 02 78 79");

        assertThat(message.string(1)).isEqualTo("abc");
        assertThat(message.flag(2)).isTrue();
        assertThat(message.messages(3))
                .singleElement()
                .satisfies(inner -> assertThat(inner.string(1)).isEqualTo("xy"));
    }

    @Test
    void what_is_not_there_is_empty() {
        var message = parse("");

        assertThat(message.string(1)).isEmpty();
        assertThat(message.flag(2)).isFalse();
        assertThat(message.messages(3)).isEmpty();
    }

    @Test
    void of_several_the_last_counts() {
        assertThat(parse("0a 01 61  0a 01 62").string(1)).isEqualTo("b");
        assertThat(parse("10 01  10 00").flag(2)).isFalse();
    }

    @Test
    void fields_that_nobody_asks_for_are_read_over() {
        assertThat(parse("09 0102030405060708  15 01020304  18 ffffffffffffffffff01  22 01 7a")
                        .string(4))
                .isEqualTo("z");
    }

    @Test
    void a_string_is_written_as_it_is_read() {
        var id = "ü".repeat(100);

        assertThat(ProtobufMessage.parse(ProtobufMessage.ofString(1, id)).string(1))
                .isEqualTo(id);
        assertThat(HexFormat.of().formatHex(ProtobufMessage.ofString(1, "ab"))).isEqualTo("0a026162");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0a", "0a 05 61", "0b 00", "10", "10 ff", "10 ffffffffffffffffffff", "0a ffffffffffffffffff01"})
    void bytes_that_are_no_message_are_refused(String hex) {
        assertThatThrownBy(() -> parse(hex))
                .isInstanceOf(CriException.class)
                .hasMessageContaining("no protobuf message");
    }
}
