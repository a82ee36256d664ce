package dev.nodejoin.protocol;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An IP address as data, without any lookup. Its text is dotted decimal, or RFC 5952 for version 6. */
public final class IpAddress {
    private static final int V4_BYTES = 4;
    private static final int V6_GROUPS = 8;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern TAIL = Pattern.compile("(.*:)([0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+)");

    private static final IpRange MAPPED = IpRange.parse("::ffff:0:0/96");

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The address that 4 or 16 bytes are; throws {@link MalformedInputException} for another number. */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != V4_BYTES && bytes.length != 2 * V6_GROUPS) {
            throw new MalformedInputException("an IP address has %d bytes; expected 4 or 16".formatted(bytes.length));
        }
        return new IpAddress(bytes.clone());
    }

    /** Reads the textual form, strictly: no leading zeros in decimals, no zone, no brackets. */
    public static IpAddress parse(String text) {
        if (text.length() > 45) {
            throw malformed();
        }
        return new IpAddress(text.indexOf(':') >= 0 ? v6(text) : v4(text));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The version 4 address that an IPv4-mapped one (RFC 4291, section 2.5.5.2) stands for; any other as it is. */
    public IpAddress unmapped() {
        return MAPPED.contains(this)
                ? new IpAddress(Arrays.copyOfRange(bytes, bytes.length - V4_BYTES, bytes.length))
                : this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length == V4_BYTES ? v4Text() : v6Text();
    }

    private String v4Text() {
        return IntStream.range(0, V4_BYTES)
                .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
                .collect(joining("."));
    }

    private String v6Text() {
        var groups = IntStream.range(0, V6_GROUPS)
                .map(i -> (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff))
                .toArray();
        int start = startOfZeros(groups);
        int length = zerosFrom(groups, start);
        if (length < 2) {
            return text(groups, 0, V6_GROUPS);
        }
        return text(groups, 0, start) + "::" + text(groups, start + length, V6_GROUPS);
    }

    /** The first of the longest runs of zeros, which RFC 5952 shortens. */
    private static int startOfZeros(int[] groups) {
        int best = 0;
        for (int i = 1; i < V6_GROUPS; i++) {
            best = zerosFrom(groups, i) > zerosFrom(groups, best) ? i : best;
        }
        return best;
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < V6_GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String text(int[] groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(joining(":"));
    }

    private static byte[] v4(String text) {
        var parts = List.of(text.split("\\.", -1));
        if (parts.size() != V4_BYTES) {
            throw malformed();
        }
        var bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            if (!DECIMAL.matcher(parts.get(i)).matches() || Integer.parseInt(parts.get(i)) > 255) {
                throw malformed();
            }
            bytes[i] = (byte) Integer.parseInt(parts.get(i));
        }
        return bytes;
    }

    private static byte[] v6(String text) {
        var hex = withoutDecimals(text);
        int gap = hex.indexOf("::");
        if (gap < 0) {
            return v6(groups(hex));
        }
        var head = groups(hex.substring(0, gap));
        var tail = groups(hex.substring(gap + 2));
        int missing = V6_GROUPS - head.size() - tail.size();
        if (missing < 1) {
            throw malformed();
        }
        var all = new ArrayList<>(head);
        IntStream.range(0, missing).forEach(i -> all.add("0"));
        all.addAll(tail);
        return v6(all);
    }

    private static byte[] v6(List<String> groups) {
        if (groups.size() != V6_GROUPS) {
            throw malformed();
        }
        return HexFormat.of()
                .parseHex(groups.stream()
                        .map(group -> "0".repeat(4 - group.length()) + group)
                        .collect(joining()));
    }

    /** The last 32 bits may be written as a version 4 address. */
    private static String withoutDecimals(String text) {
        var matcher = TAIL.matcher(text);
        if (!matcher.matches()) {
            return text;
        }
        var hex = HexFormat.of().formatHex(v4(matcher.group(2)));
        return matcher.group(1) + hex.substring(0, 4) + ":" + hex.substring(4);
    }

    private static List<String> groups(String text) {
        var groups = text.isEmpty() ? List.<String>of() : List.of(text.split(":", -1));
        if (!groups.stream().allMatch(group -> GROUP.matcher(group).matches())) {
            throw malformed();
        }
        return groups;
    }

    private static MalformedInputException malformed() {
        return new MalformedInputException("an IP address is written like 10.0.0.1 or fd00::1; this text is not");
    }
}
