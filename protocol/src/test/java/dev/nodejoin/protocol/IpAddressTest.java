package dev.nodejoin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,10.0.0.1",
        "255.255.255.255,255.255.255.255",
        "::,::",
        "::1,::1",
        "fd00::,fd00::",
        "FD00:0:0:0:0:0:0:1,fd00::1",
        "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8,1:0:3:4:5:6:7:8",
        "1::8,1::8",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
        "::ffff:10.0.0.1,::ffff:a00:1"
    })
    void addresses_are_read_and_written_canonically(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "256.0.0.1",
                "1.2.3.4 ",
                "-1.2.3.4",
                "localhost",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.256",
                "1.2.3.4::"
            })
    void other_texts_are_refused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(MalformedInputException.class);
    }

    @Property
    void every_address_is_read_back(@ForAll @Size(16) byte[] v6) {
        var v4 = Arrays.copyOf(v6, 4);

        assertThat(IpAddress.parse(IpAddress.of(v6).toString())).isEqualTo(IpAddress.of(v6));
        assertThat(IpAddress.parse(IpAddress.of(v4).toString())).isEqualTo(IpAddress.of(v4));
    }

    @Test
    void addresses_are_equal_when_their_bytes_are() {
        assertThat(IpAddress.parse("::1"))
                .isEqualTo(IpAddress.parse("0::1"))
                .hasSameHashCodeAs(IpAddress.parse("0::1"));
        assertThat(IpAddress.parse("10.0.0.1")).isNotEqualTo(IpAddress.parse("::ffff:10.0.0.1"));
    }

    @Property
    void any_text_is_read_or_malformed(@ForAll String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(MalformedInputException.class);
    }
}
