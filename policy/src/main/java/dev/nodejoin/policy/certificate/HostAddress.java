package dev.nodejoin.policy.certificate;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.Locale;
import java.util.Optional;

/**
 * A DNS name or IP address under which a host is reached, in one spelling: names in lower case, addresses as RFC 5952 writes
 * them, IPv4-mapped ones as IPv4. Total: any text is one.
 */
public record HostAddress(String text) implements Comparable<HostAddress> {
    public HostAddress {
        text = ip(text).map(IpAddress::toString).orElse(text.toLowerCase(Locale.ROOT));
    }

    /** The IP address that it is; empty for a name. */
    public Optional<IpAddress> ip() {
        return ip(text);
    }

    private static Optional<IpAddress> ip(String text) {
        try {
            return Optional.of(IpAddress.parse(text).unmapped());
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(HostAddress other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
