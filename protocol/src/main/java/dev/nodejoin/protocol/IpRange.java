package dev.nodejoin.protocol;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291). Bits of the address after the prefix do not count.
 *
 * @param prefixBits how many bits all addresses of the range share
 */
public record IpRange(IpAddress address, int prefixBits) {
    private static final Pattern BITS = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** Throws {@link MalformedInputException} for a prefix that is longer than the address. */
    public IpRange {
        var longest = address.bytes().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > longest)
            throw new MalformedInputException("the prefix of %s has at most %d bits".formatted(address, longest));
    }

    /** Reads {@code 10.96.0.0/12} or {@code fd00::/108}; throws {@link MalformedInputException}. */
    public static IpRange parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 0 || !BITS.matcher(text.substring(slash + 1)).matches()) throw malformed();
        return new IpRange(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** An address of the other IP version is in no range of this one. */
    public boolean contains(IpAddress other) {
        var mine = address.bytes();
        var theirs = other.bytes();
        return mine.length == theirs.length && Arrays.equals(prefix(mine), prefix(theirs));
    }

    /** Whether every address of the other range is in this one. */
    public boolean contains(IpRange other) {
        return other.prefixBits >= prefixBits && contains(other.address);
    }

    /** The same range, beginning with its first address. */
    public IpRange masked() {
        var first = Arrays.copyOf(prefix(address.bytes()), address.bytes().length);
        return new IpRange(IpAddress.of(first), prefixBits);
    }

    private byte[] prefix(byte[] bytes) {
        var whole = prefixBits / Byte.SIZE;
        var rest = prefixBits % Byte.SIZE;
        var prefix = Arrays.copyOf(bytes, whole + (rest == 0 ? 0 : 1));
        if (rest != 0) prefix[whole] &= (byte) (0xff << (Byte.SIZE - rest));
        return prefix;
    }

    private static MalformedInputException malformed() {
        return new MalformedInputException("an IP range is written like 10.96.0.0/12 or fd00::/108; this text is not");
    }

    @Override
    public String toString() {
        return address + "/" + prefixBits;
    }
}
