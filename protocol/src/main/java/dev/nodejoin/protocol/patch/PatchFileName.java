package dev.nodejoin.protocol.patch;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.regex.Pattern;

/** What the name of a file in kubeadm's patches directory says: {@code target[suffix][+type].extension}. */
sealed interface PatchFileName {
    record Patches(String target, PatchType type) implements PatchFileName {}

    /** A file that kubeadm passes by, and why. */
    record Ignored(String reason) implements PatchFileName {}

    String KUBELET = "kubeletconfiguration";

    /** All but one are of no concern to a worker, but kubeadm reads them. */
    String TARGETS = "etcd kube-apiserver kube-controller-manager kube-scheduler " + KUBELET + " corednsdeployment";

    Pattern EXTENSION = Pattern.compile(".+\\.(json|yaml)");
    Pattern NAME = Pattern.compile(
            "(?<target>" + TARGETS.replace(' ', '|')
                    + "|kubeproxydaemonset)(?<suffix>[^.+\\n]*)(?<plus>\\+?)(?<rest>.*)",
            Pattern.DOTALL);

    /** Throws {@link MalformedInputException} where a plus is not followed by a type, as kubeadm does. */
    static PatchFileName of(String name) {
        if (!EXTENSION.matcher(name).matches()) {
            return new Ignored("the file extension must be one of [json yaml]");
        }
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            return new Ignored("unknown target, must be one of [%s]".formatted(TARGETS));
        }
        var type = PatchType.at(parts.group("rest"));
        if (!parts.group("plus").isEmpty() && type.isEmpty()) {
            throw new MalformedInputException(
                    "unknown or missing patch type after '+', must be one of [json merge strategic]");
        }
        return new Patches(parts.group("target"), type.orElse(PatchType.STRATEGIC));
    }
}
