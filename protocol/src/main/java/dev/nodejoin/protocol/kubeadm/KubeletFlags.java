package dev.nodejoin.protocol.kubeadm;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command line that kubeadm gives a worker's kubelet through {@code /var/lib/kubelet/kubeadm-flags.env}. What kubeadm
 * chooses comes first, sorted; the user's arguments follow in their order and replace those of the same name.
 */
public final class KubeletFlags {
    private static final String HOSTNAME_OVERRIDE = "hostname-override";

    private final List<KubeletArgument> chosen;
    private final List<KubeletArgument> extra;

    private KubeletFlags(List<KubeletArgument> chosen, List<KubeletArgument> extra) {
        this.chosen = chosen;
        this.extra = extra;
    }

    /**
     * The flags for a worker.
     *
     * @param hostname what the machine calls itself; the kubelet is told a name only where it differs
     * @param version the kubelet's; from 1.35 on the runtime's socket is not among the flags
     */
    public static KubeletFlags of(NodeRegistration registration, String hostname, KubernetesVersion version) {
        if (!version.isAtLeast(1, 35)) {
            throw new MalformedInputException(
                    "the kubelet is %s; flags are known for Kubernetes v1.35.0 and later".formatted(version));
        }
        var chosen = new ArrayList<KubeletArgument>();
        if (!registration.taints().isEmpty()) {
            chosen.add(new KubeletArgument("register-with-taints", taints(registration.taints())));
        }
        var detected = hostname.strip().toLowerCase(Locale.ROOT);
        var name = overriddenName(registration).or(registration::name).orElse(detected);
        if (!name.equals(detected)) {
            chosen.add(new KubeletArgument(HOSTNAME_OVERRIDE, name));
        }
        return new KubeletFlags(chosen, registration.kubeletExtraArgs());
    }

    /** With the runtime's socket among the flags, for a 1.35 cluster whose feature NodeLocalCRISocket is off. */
    public KubeletFlags withRuntimeEndpoint(String criSocket) {
        var more = new ArrayList<>(chosen);
        more.add(new KubeletArgument("container-runtime-endpoint", criSocket));
        return new KubeletFlags(more, extra);
    }

    /** The arguments, each {@code --name=value}. */
    public List<String> arguments() {
        var replaced = extra.stream().map(KubeletArgument::name).toList();
        return Stream.concat(
                        chosen.stream()
                                .filter(argument -> !replaced.contains(argument.name()))
                                .sorted(comparing(KubeletArgument::name)),
                        extra.stream())
                .map(KubeletArgument::toString)
                .toList();
    }

    /** The content of {@code kubeadm-flags.env}: one line. */
    public String environmentFile() {
        return "KUBELET_KUBEADM_ARGS=" + GoQuote.quote(String.join(" ", arguments())) + "\n";
    }

    /** The content of {@code instance-config.yaml}: the one setting that belongs to the machine. */
    public static String instanceConfig(String criSocket) {
        return "containerRuntimeEndpoint: " + GoQuote.quote(criSocket) + "\n";
    }

    private static Optional<String> overriddenName(NodeRegistration registration) {
        return registration.kubeletExtraArgs().stream()
                .filter(argument -> argument.name().equals(HOSTNAME_OVERRIDE))
                .map(KubeletArgument::value)
                .reduce((first, second) -> second);
    }

    private static String taints(List<Taint> taints) {
        return taints.stream().map(Taint::toString).collect(joining(","));
    }
}
