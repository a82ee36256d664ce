package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.KubeletConfigurationPatch;
import dev.nodejoin.api.v1alpha1.KubeletExtraArgument;
import dev.nodejoin.api.v1alpha1.KubeletSettings;
import dev.nodejoin.api.v1alpha1.KubeletTimeouts;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.KubeletPatch;
import dev.nodejoin.protocol.handoff.MachineSettings;
import dev.nodejoin.protocol.kubeadm.KubeletArgument;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spec.kubelet}. The schema refuses most of what is refused here at the API server; a request that was stored
 * under another schema is refused here.
 */
public final class MachineSettingsReader {
    private static final Pattern NAME = Pattern.compile("(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*");

    /** White space begins another argument for systemd, much else another command for a shell that reads the file. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.,:=/@%+~<>*\\[\\]-]*");

    private static final Pattern PHASE = Pattern.compile("(?=.{1,63}$)[a-z]+(-[a-z]+)*(/[a-z]+(-[a-z]+)*)?");

    private static final Pattern CHECK = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    private static final Pattern SOCKET = Pattern.compile("(?=.{1,253}$)unix:///[A-Za-z0-9._/-]+");

    private static final int MOST_ARGUMENTS = 32;
    private static final int MOST_PHASES = 16;
    private static final int MOST_CHECKS = 32;
    private static final int LONGEST_VALUE = 4096;

    /** What would undo the promises of a request: the node's name, labels and taints, and where the join puts what. */
    static final Set<String> REFUSED_ARGUMENTS = Set.of(
            "hostname-override",
            "register-node",
            "register-with-taints",
            "node-labels",
            "kubeconfig",
            "bootstrap-kubeconfig",
            "cert-dir",
            "config",
            "config-dir");

    private MachineSettingsReader() {}

    /** Throws {@link MalformedInputException} naming the field below {@code spec}. */
    public static MachineSettings read(@Nullable KubeletSettings kubelet) {
        if (kubelet == null) return MachineSettings.NONE;
        return new MachineSettings(
                registration(kubelet),
                each("kubelet.skipPhases", MOST_PHASES, kubelet.skipPhases(), MachineSettingsReader::phase),
                each("kubelet.patches", KubeletPatch.MOST, kubelet.patches(), MachineSettingsReader::patch),
                timeouts(kubelet.timeouts()));
    }

    private static NodeRegistration registration(KubeletSettings kubelet) {
        try {
            return new NodeRegistration(
                    Optional.empty(),
                    Optional.ofNullable(kubelet.criSocket()).map(MachineSettingsReader::criSocket),
                    List.of(),
                    each("kubelet.extraArgs", MOST_ARGUMENTS, kubelet.extraArgs(), MachineSettingsReader::argument),
                    checks(kubelet.ignorePreflightErrors()),
                    Objects.requireNonNullElse(kubelet.imagePullPolicy(), NodeRegistration.DEFAULTS.imagePullPolicy()),
                    !Boolean.FALSE.equals(kubelet.imagePullSerial()));
        } catch (MalformedInputException e) {
            throw new MalformedInputException(String.valueOf(e.getMessage()).replace("nodeRegistration.", "kubelet."));
        }
    }

    private static KubeletArgument argument(@Nullable KubeletExtraArgument argument, String path) {
        var name = argument == null ? "" : Objects.requireNonNullElse(argument.name(), "");
        var value = argument == null ? "" : Objects.requireNonNullElse(argument.value(), "");
        if (!NAME.matcher(name).matches())
            throw new MalformedInputException(
                    path + ".name must be that of a kubelet's argument, without dashes before it");
        if (REFUSED_ARGUMENTS.contains(name))
            throw new MalformedInputException("%s.name: %s would undo what the request says".formatted(path, name));
        if (!VALUE.matcher(value).matches())
            throw new MalformedInputException(
                    path + ".value has white space, quotes or the like: it could begin another argument");
        if (value.length() > LONGEST_VALUE)
            throw new MalformedInputException("%s.value must have at most %d characters, found %d"
                    .formatted(path, LONGEST_VALUE, value.length()));
        return new KubeletArgument(name, value);
    }

    private static String phase(@Nullable String phase, String path) {
        if (phase == null || !PHASE.matcher(phase).matches())
            throw new MalformedInputException(path + " must be a phase such as preflight or kubelet-start/write");
        return phase;
    }

    /** Whoever wrote all twice, in whatever case, did not have it stand alone. */
    private static List<String> checks(@Nullable List<String> names) {
        var checks = each("kubelet.ignorePreflightErrors", MOST_CHECKS, names, MachineSettingsReader::check);
        if (checks.size() > 1 && checks.stream().anyMatch("all"::equalsIgnoreCase))
            throw new MalformedInputException(
                    "kubelet.ignorePreflightErrors must hold nothing else where it holds all");
        return checks;
    }

    private static String check(@Nullable String name, String path) {
        if (name == null || !CHECK.matcher(name).matches())
            throw new MalformedInputException(path + " must be a preflight check such as Swap, or all");
        return name;
    }

    private static String criSocket(String socket) {
        if (!SOCKET.matcher(socket).matches())
            throw new MalformedInputException(
                    "kubelet.criSocket must be such as unix:///run/containerd/containerd.sock, at most 253 characters");
        return socket;
    }

    private static KubeletPatch patch(@Nullable KubeletConfigurationPatch patch, String path) {
        try {
            return KubeletPatch.parse(
                    patch == null ? "" : Objects.requireNonNullElse(patch.type(), ""),
                    patch == null ? "" : Objects.requireNonNullElse(patch.patch(), ""));
        } catch (MalformedInputException e) {
            throw new MalformedInputException("%s: %s".formatted(path, e.getMessage()));
        }
    }

    private static Timeouts timeouts(@Nullable KubeletTimeouts timeouts) {
        var defaults = Timeouts.DEFAULTS;
        if (timeouts == null) return defaults;
        return new Timeouts(
                defaults.controlPlaneComponentHealthCheck(),
                seconds(timeouts.kubeletHealthCheckSeconds(), defaults.kubeletHealthCheck()),
                seconds(timeouts.kubernetesAPICallSeconds(), defaults.kubernetesApiCall()),
                defaults.etcdApiCall(),
                seconds(timeouts.tlsBootstrapSeconds(), defaults.tlsBootstrap()),
                seconds(timeouts.discoverySeconds(), defaults.discovery()),
                defaults.upgradeManifests());
    }

    private static Duration seconds(@Nullable Long seconds, Duration orElse) {
        return seconds == null ? orElse : Duration.ofSeconds(seconds);
    }

    private static <T, R> List<R> each(
            String path, int most, @Nullable List<T> list, BiFunction<T, String, R> reading) {
        var entries = list == null ? List.<T>of() : list;
        if (entries.size() > most)
            throw new MalformedInputException("%s must be at most %d, found %d".formatted(path, most, entries.size()));
        return IntStream.range(0, entries.size())
                .mapToObj(index -> reading.apply(entries.get(index), "%s[%d]".formatted(path, index)))
                .toList();
    }
}
