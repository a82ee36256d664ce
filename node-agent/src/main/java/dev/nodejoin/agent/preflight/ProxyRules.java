package dev.nodejoin.agent.preflight;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.IpRange;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which proxy the environment names for an https server, by the rules of Go's net/http, which kubeadm's client follows. */
final class ProxyRules {
    private static final String HTTPS = ":443";

    private final Map<String, String> environment;

    ProxyRules(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The proxy as it is written there. */
    Optional<String> proxyFor(String host) {
        return variable("HTTPS_PROXY").filter(proxy -> !isDirect(host.toLowerCase(Locale.ROOT)));
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT))
                .map(spelling -> environment.getOrDefault(spelling, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private boolean isDirect(String host) {
        return host.equals("localhost")
                || address(host).filter(ProxyRules::isLoopback).isPresent()
                || variable("NO_PROXY").stream()
                        .flatMap(list -> Arrays.stream(list.split(",", -1)))
                        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                        .anyMatch(entry -> matches(entry, host));
    }

    private static boolean isLoopback(IpAddress address) {
        return IpRange.parse("127.0.0.0/8").contains(address.unmapped())
                || IpRange.parse("::1/128").contains(address);
    }

    private static boolean matches(String entry, String host) {
        if (entry.equals("*")) {
            return true;
        }
        var exception = entry.endsWith(HTTPS) ? entry.substring(0, entry.length() - HTTPS.length()) : entry;
        return address(host).map(ip -> matchesAddress(exception, ip)).orElseGet(() -> matchesDomain(exception, host));
    }

    private static boolean matchesAddress(String entry, IpAddress address) {
        return entry.contains("/")
                ? parsed(entry, IpRange::parse)
                        .filter(range -> range.contains(address))
                        .isPresent()
                : address(entry).filter(address::equals).isPresent();
    }

    /** A name stands for itself and what is below it; with a dot in front only for the latter. */
    private static boolean matchesDomain(String entry, String host) {
        var domain = entry.startsWith("*.") ? entry.substring(1) : entry;
        if (domain.isEmpty()) {
            return false;
        }
        return domain.startsWith(".") ? host.endsWith(domain) : host.equals(domain) || host.endsWith("." + domain);
    }

    private static Optional<IpAddress> address(String text) {
        return parsed(
                text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text,
                IpAddress::parse);
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> reading) {
        try {
            return Optional.of(reading.apply(text));
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }
}
