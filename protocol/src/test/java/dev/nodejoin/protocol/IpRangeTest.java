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
        "10.0.0.0/8, 10.255.255.255",
        "192.168.4.0/22, 192.168.7.255",
        "fd00::/8, fdff::1",
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
        "10.0.0.1/32, 10.0.0.0",
        "10.0.0.0/8, 11.0.0.0",
        "192.168.4.0/22, 192.168.8.0",
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
                "/8",
                "x/8"
            })
    void malformed_text_is_refused(String text) {
        assertThatThrownBy(() -> IpRange.parse(text)).isInstanceOf(MalformedInputException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.0.0.0/8, 0.0.0.0/0, false",
        "10.0.0.0/8, 11.0.0.0/16, false",
        "::/0, 10.0.0.0/8, false"
    })
    void a_range_has_those_that_are_no_wider(String range, String other, boolean contained) {
        assertThat(IpRange.parse(range).contains(IpRange.parse(other))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "10.0.0.255/25, 10.0.0.128/25",
        "10.1.2.3/32, 10.1.2.3/32",
        "10.1.2.3/0, 0.0.0.0/0",
        "fd00::1/64, fd00::/64"
    })
    void a_masked_range_begins_with_its_first_address(String range, String masked) {
        assertThat(IpRange.parse(range).masked()).isEqualTo(IpRange.parse(masked));
    }

    @Test
    void a_mapped_address_is_the_version_4_address() {
        assertThat(IpAddress.parse("::ffff:10.0.0.1").unmapped()).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("fd00::1").unmapped()).isEqualTo(IpAddress.parse("fd00::1"));
        assertThat(IpAddress.parse("10.0.0.1").unmapped()).isEqualTo(IpAddress.parse("10.0.0.1"));
    }
}
