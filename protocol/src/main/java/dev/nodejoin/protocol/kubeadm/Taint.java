package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A taint that a node registers with. It is held to the API server's rules here already, because it ends up in the
 * kubelet's command line, where a space would begin another argument.
 *
 * @param value may be empty
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record Taint(String key, String value, String effect) {
    private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*+");

    /** Throws {@link MalformedInputException} unless key, value and effect are what a Node may have. */
    public Taint {
        int slash = key.indexOf('/');
        if (!NAME.matcher(key.substring(slash + 1)).matches() || (slash >= 0 && !isPrefix(key.substring(0, slash)))) {
            throw new MalformedInputException("a taint's key must be a label key such as example.com/name");
        }
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            throw new MalformedInputException("a taint's value must be empty or a label value");
        }
        if (!EFFECTS.contains(effect)) {
            throw new MalformedInputException("a taint's effect must be NoSchedule, PreferNoSchedule or NoExecute");
        }
    }

    private static boolean isPrefix(String text) {
        return text.length() <= 253 && PREFIX.matcher(text).matches();
    }

    /** The form of the kubelet's flag: {@code key=value:effect}, or {@code key:effect} without a value. */
    @Override
    public String toString() {
        return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
    }
}
