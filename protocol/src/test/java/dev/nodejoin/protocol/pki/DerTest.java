package dev.nodejoin.protocol.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x7fffff})
    void every_length_is_read_in_its_shortest_form(int length) throws Exception {
        var encoded = new DEROctetString(new byte[length]).getEncoded();

        assertThat(Der.of(encoded).bytes()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @CsvSource({
        "'',cut short",
        "04,cut short",
        "0401,longer than the input",
        "040200,longer than the input",
        "3003040200,longer than the input",
        "300304030000,longer than the input",
        "0481,indefinite or longer",
        "048200,indefinite or longer",
        "0480,indefinite or longer",
        "0484000000010a,indefinite or longer",
        "04810100,shortest",
        "04817f,shortest",
        "048200ff,shortest",
        "0483000100,shortest",
        "1f810100,unknown tag",
        "3f0100,unknown tag",
        "040000,after the end",
        "300130,cut short"
    })
    void every_other_form_is_malformed(String hex, String reason) {
        assertThatThrownBy(() -> Der.of(HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void thirty_two_levels_may_be_nested_and_no_more() {
        assertThat(Der.of(nested(32)).bytes()).hasSize(66);
        assertThatThrownBy(() -> Der.of(nested(33))).hasMessageContaining("more than 32");
    }

    @Property
    void any_bytes_are_read_or_malformed(@ForAll byte[] bytes) {
        try {
            assertThat(Der.of(bytes).bytes()).isEqualTo(bytes);
        } catch (MalformedInputException e) {
            assertThat(e).hasMessageStartingWith("the content is not DER: ");
        }
    }

    /** A sequence in a sequence and so on, that many below the outermost. */
    private static byte[] nested(int depth) {
        var bytes = new byte[2 * depth + 2];
        for (int i = 0; i <= depth; i++) {
            bytes[2 * i] = 0x30;
            bytes[2 * i + 1] = (byte) (bytes.length - 2 * i - 2);
        }
        return bytes;
    }
}
