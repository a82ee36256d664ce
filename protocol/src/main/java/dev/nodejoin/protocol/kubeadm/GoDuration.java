package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Durations as Go reads and writes them, such as {@code 5m0s}: at most about 292 years, to the nanosecond. */
public final class GoDuration {
    private static final Pattern SHAPE =
            Pattern.compile("[-+]?(?:0|(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))++)");
    private static final Pattern PART = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final int MAX_CHARACTERS = 256;

    private GoDuration() {}

    public static Duration parse(String text) {
        if (text.length() > MAX_CHARACTERS || !SHAPE.matcher(text).matches()) {
            throw malformed();
        }
        var nanos = PART.matcher(text)
                .results()
                .map(part -> nanos(part.group(1), part.group(2) == null ? "" : part.group(2), part.group(3)))
                .reduce(BigInteger.ZERO, BigInteger::add);
        var signed = text.startsWith("-") ? nanos.negate() : nanos;
        if (signed.bitLength() > 63) {
            throw malformed();
        }
        return Duration.ofNanos(signed.longValue());
    }

    /** The text that Go's {@code Duration.String} gives. */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return lessThanASecond(duration.toNanos());
        }
        var seconds = decimal(duration.toSecondsPart(), duration.toNanosPart(), 9) + "s";
        if (duration.toHours() > 0) {
            return duration.toHours() + "h" + duration.toMinutesPart() + "m" + seconds;
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + "m" + seconds : seconds;
    }

    private static String lessThanASecond(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        return nanos < 1_000_000
                ? decimal(nanos / 1_000, nanos % 1_000, 3) + "µs"
                : decimal(nanos / 1_000_000, nanos % 1_000_000, 6) + "ms";
    }

    private static String decimal(long whole, long fraction, int digits) {
        return new BigDecimal(whole)
                .add(BigDecimal.valueOf(fraction, digits))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static BigInteger nanos(String whole, String fraction, String unit) {
        long size = NANOS.getOrDefault(unit, 0L);
        var wholes = new BigInteger("0" + whole).multiply(BigInteger.valueOf(size));
        return wholes.add(BigInteger.valueOf(nanosOfFraction(fraction, size)));
    }

    /** Go takes the fraction as floating point; doing the same, to the digit where it stops, gives the same nanosecond. */
    private static long nanosOfFraction(String fraction, long size) {
        long digits = 0;
        double scale = 1;
        for (int i = 0; i < fraction.length() && digits <= Long.MAX_VALUE / 10; i++) {
            long next = digits * 10 + (fraction.charAt(i) - '0');
            if (next < 0) {
                break;
            }
            digits = next;
            scale *= 10;
        }
        return (long) (digits * (size / scale));
    }

    private static MalformedInputException malformed() {
        return new MalformedInputException("a duration is written like 5m0s, 90s or 1h30m, at most about 2562047h");
    }
}
