package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The versions of kubeadm's configuration, and what becomes of a file in each of them. */
sealed interface ApiVersion {
    String GROUP = "kubeadm.k8s.io/";
    String DEPRECATED = GROUP + "v1beta3";

    /** The kubeadm release that could still convert an old version. */
    Map<String, String> CONVERTERS = Map.of(
            "v1alpha1", "v1.11",
            "v1alpha2", "v1.12",
            "v1alpha3", "v1.14",
            "v1beta1", "v1.15",
            "v1beta2", "v1.22");

    /** The one that is written as well. */
    record Current() implements ApiVersion {}

    /** v1beta3, read and migrated. */
    record Outdated(String warning) implements ApiVersion {}

    /** One that is not read. */
    record Unreadable(String complaint) implements ApiVersion {}

    /**
     * kubeadm's judgement of a version. v1beta3 is deprecated since 1.31 and not read from 1.37 on; where the release is
     * not known, it is read.
     */
    static ApiVersion of(String text, Supplier<Optional<KubernetesVersion>> release) {
        if (text.equals(JoinConfiguration.API_VERSION)) {
            return new Current();
        }
        if (text.equals(DEPRECATED)) {
            return release.get()
                    .filter(installed -> installed.isAtLeast(1, 37))
                    .<ApiVersion>map(ApiVersion::removed)
                    .orElseGet(ApiVersion::deprecated);
        }
        var converter = text.startsWith(GROUP) ? CONVERTERS.get(text.substring(GROUP.length())) : null;
        return converter == null ? unknown() : old(converter);
    }

    /** Throws {@link MalformedInputException} for what is not read; else the warning, if there is one. */
    default Optional<String> accepted() {
        return switch (this) {
            case Current _ -> Optional.empty();
            case Outdated(String warning) -> Optional.of(warning);
            case Unreadable(String complaint) -> throw new MalformedInputException(complaint);
        };
    }

    private static ApiVersion deprecated() {
        return new Outdated("apiVersion %s is deprecated, and Kubernetes v1.37 does not read it any more; %s"
                .formatted(DEPRECATED, advice("v1.31 to v1.36")));
    }

    private static ApiVersion removed(KubernetesVersion installed) {
        return new Unreadable(
                "apiVersion %s is not read any more from Kubernetes v1.37 on, and the kubelet of this machine is %s; %s"
                        .formatted(DEPRECATED, installed, advice("v1.36")));
    }

    private static ApiVersion old(String converter) {
        return new Unreadable("apiVersion must be %s; this is an older one; %s"
                .formatted(JoinConfiguration.API_VERSION, advice(converter)));
    }

    private static ApiVersion unknown() {
        return new Unreadable(
                "apiVersion must be %s; this is none that kubeadm ever had, or one that is newer than this agent"
                        .formatted(JoinConfiguration.API_VERSION));
    }

    private static String advice(String converter) {
        return "'kubeadm config migrate --old-config FILE --new-config FILE' of Kubernetes %s converts it"
                .formatted(converter);
    }
}
