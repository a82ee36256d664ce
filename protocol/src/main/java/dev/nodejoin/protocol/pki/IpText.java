package dev.nodejoin.protocol.pki;

import static java.util.stream.Collectors.joining;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.stream.IntStream;

/** The text of an IP address: dotted decimal, or RFC 5952 for version 6. */
final class IpText {
    private static final int V4_BYTES = 4;
    private static final int V6_GROUPS = 8;

    private IpText() {}

    static String of(byte[] address) {
        return switch (address.length) {
            case V4_BYTES -> v4(address);
            case 2 * V6_GROUPS -> v6(address);
            default ->
                throw new MalformedInputException(
                        "an IP address has %d bytes; expected 4 or 16".formatted(address.length));
        };
    }

    private static String v4(byte[] address) {
        return IntStream.range(0, V4_BYTES)
                .mapToObj(i -> Integer.toString(address[i] & 0xff))
                .collect(joining("."));
    }

    private static String v6(byte[] address) {
        var groups = IntStream.range(0, V6_GROUPS)
                .map(i -> (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff))
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
}
