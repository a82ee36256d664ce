package dev.nodejoin.policy.expression;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.regex.Pattern;

/** A block of IP addresses: those whose first bits are those of {@code ip}. */
public record Cidr(IpAddress ip, int prefixLength) {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Cidr {
        if (prefixLength < 0 || prefixLength > bits(ip))
            throw new MalformedInputException("a prefix of %s has at most %d bits".formatted(ip, bits(ip)));
    }

    /** Reads {@code <address>/<length>}; throws {@link MalformedInputException}. */
    public static Cidr parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches())
            throw new MalformedInputException("a CIDR is written like 10.0.0.0/8 or fd00::/64; this text is not");
        return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(IpAddress address) {
        return bits(address) == bits(ip) && masked(address, prefixLength).equals(masked(ip, prefixLength));
    }

    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.ip);
    }

    /** The same block, beginning with its first address. */
    public Cidr masked() {
        return new Cidr(masked(ip, prefixLength), prefixLength);
    }

    private static IpAddress masked(IpAddress address, int length) {
        var bytes = address.bytes();
        for (var bit = length; bit < bits(address); bit++) bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        return IpAddress.of(bytes);
    }

    private static int bits(IpAddress address) {
        return address.bytes().length * 8;
    }

    @Override
    public String toString() {
        return ip + "/" + prefixLength;
    }
}
