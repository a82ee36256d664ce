package dev.nodejoin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.96.0.0",
        "10.96.0.0/12, 10.111.255.255",
        "10.96.0.1/12, 10.96.0.0",
        "10.0.0.128/25, 10.0.0.255",
        "0.0.0.0/0, 255.255.255.255",
        "10.0.0.1/32, 10.0.0.1",
        "fd00::/108, fd00::f:ffff",
        "::/0, fe80::1",
        "::1/128, ::1"
    })
    void these_addresses_are_in_the_range(String range, String address) {
        assertThat(IpRange.parse(range).contains(IpAddress.parse(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, 10.112.0.0",
        "10.96.0.0/12, 10.95.255.255",
        "10.0.0.128/25, 10.0.0.127",
        "10.0.0.1/32, 10.0.0.2",
        "fd00::/108, fd00::10:0",
        "0.0.0.0/0, ::",
        "::/0, 1.2.3.4",
        "::/0, 0.0.0.0"
    })
    void these_are_not(String range, String address) {
        assertThat(IpRange.parse(range).contains(IpAddress.parse(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "::/129",
                "x/8"
            })
    void malformed_text_is_refused(String text) {
        assertThatThrownBy(() -> IpRange.parse(text)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void a_mapped_address_is_the_version_4_address() {
        assertThat(IpAddress.parse("::ffff:10.0.0.1").unmapped()).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("fd00::1").unmapped()).isEqualTo(IpAddress.parse("fd00::1"));
        assertThat(IpAddress.parse("10.0.0.1").unmapped()).isEqualTo(IpAddress.parse("10.0.0.1"));
    }
}
