package dev.nodejoin.agent.preflight;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which kubelet is installed, as {@code kubelet --version} says. */
record KubeletRelease(KubernetesVersion version) {
    /** What kubeadm of the oldest supported release, 1.35, takes: three minor releases back. */
    private static final KubernetesVersion OLDEST = new KubernetesVersion(1, 32, 0);

    private static final Pattern SAID = Pattern.compile("(?m)^\\s*Kubernetes (v\\S+)\\s*$");

    static Optional<KubeletRelease> of(String output) {
        var said = SAID.matcher(output);
        try {
            return said.find()
                    ? Optional.of(new KubeletRelease(KubernetesVersion.parse(said.group(1))))
                    : Optional.empty();
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }

    boolean isTooOld() {
        return version.compareTo(OLDEST) < 0;
    }

    static String oldest() {
        return OLDEST.toString();
    }

    boolean refusesCgroupsV1() {
        return version.isAtLeast(1, 35);
    }
}
