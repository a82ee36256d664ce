package dev.nodejoin.policy.rule;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.IpRange;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** An IP address, a CIDR, or a DNS name in which * stands for any text. A name never stands for an address. */
record AddressPattern(String text) {
    static boolean anyMatches(List<String> patterns, String address) {
        return patterns.stream().filter(Objects::nonNull).anyMatch(text -> new AddressPattern(text).matches(address));
    }

    boolean matches(String address) {
        var ip = read(address, IpAddress::parse);
        var block = block();
        if (ip.isPresent() != block.isPresent()) return false;
        if (block.isPresent()) return block.get().contains(ip.orElseThrow());
        return new NamePattern(text.toLowerCase(Locale.ROOT)).matches(address.toLowerCase(Locale.ROOT));
    }

    private Optional<IpRange> block() {
        return read(text, IpRange::parse)
                .or(() -> read(text, IpAddress::parse).map(ip -> new IpRange(ip, ip.bytes().length * 8)));
    }

    private static <T> Optional<T> read(String text, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }
}
