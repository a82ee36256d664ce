package dev.nodejoin.protocol.kubeadm;

import static java.util.Comparator.comparingInt;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Comparator;
import java.util.regex.Pattern;

/** A release of Kubernetes; what follows the patch number (such as {@code -rc.1}) is read over. */
public record KubernetesVersion(int major, int minor, int patch) implements Comparable<KubernetesVersion> {
    private static final Pattern SHAPE =
            Pattern.compile("v?(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})\\.(0|[1-9]\\d{0,3})(?:[-+][0-9A-Za-z.+-]{0,64})?");
    private static final Comparator<KubernetesVersion> ORDER = comparingInt(KubernetesVersion::major)
            .thenComparingInt(KubernetesVersion::minor)
            .thenComparingInt(KubernetesVersion::patch);

    /** Reads {@code v1.35.4} or {@code 1.35.4}. */
    public static KubernetesVersion parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (text.length() > 96 || !matcher.matches()) {
            throw new MalformedInputException("a Kubernetes version is written like v1.35.4; this text is not");
        }
        return new KubernetesVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /** Whether this is that minor release or a later one. */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new KubernetesVersion(otherMajor, otherMinor, 0)) >= 0;
    }

    @Override
    public int compareTo(KubernetesVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "v%d.%d.%d".formatted(major, minor, patch);
    }
}
