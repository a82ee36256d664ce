package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came of asking a kubelet for its release. */
public sealed interface KubeletRelease {
    record Known(KubernetesVersion version) implements KubeletRelease {}

    /** It can't be run, or what it says can't be made out. */
    record Unknown(String why) implements KubeletRelease {}

    /** A program of another name is started, and nobody knows what that does with a question. */
    record NotAsked() implements KubeletRelease {}

    /** From what {@code kubelet --version} prints, which may be more than that. */
    static KubeletRelease read(String output) {
        try {
            return Optional.of(said(output))
                    .filter(Matcher::find)
                    .<KubeletRelease>map(said -> new Known(KubernetesVersion.parse(said.group(1))))
                    .orElseGet(() -> unreadable(output));
        } catch (MalformedInputException e) {
            return unreadable(output);
        }
    }

    private static Matcher said(String output) {
        return Pattern.compile("(?m)^\\s*Kubernetes (v\\S+)\\s*$").matcher(output);
    }

    private static KubeletRelease unreadable(String output) {
        return new Unknown("can't make out what \"kubelet --version\" says: \"%s\"".formatted(PlainText.of(output)));
    }

    /** Empty if it is not known. */
    default Optional<KubernetesVersion> known() {
        return this instanceof Known(var version) ? Optional.of(version) : Optional.empty();
    }
}
