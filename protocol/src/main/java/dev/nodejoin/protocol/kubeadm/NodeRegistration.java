package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a node registers itself: the section {@code nodeRegistration}.
 *
 * @param name absent: the machine's host name
 * @param criSocket the container runtime, {@code unix:///…}; absent: whichever is found
 * @param ignorePreflightErrors names of checks in any case of letters, or {@code all} alone; kept in lower case, each
 *     once
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}
 */
public record NodeRegistration(
        Optional<String> name,
        Optional<String> criSocket,
        List<Taint> taints,
        List<KubeletArgument> kubeletExtraArgs,
        List<String> ignorePreflightErrors,
        String imagePullPolicy,
        boolean imagePullSerial) {
    /** What {@link #isCriSocket} asks for, as the end of a sentence. */
    public static final String CRI_SOCKET_FORM =
            "an absolute path or a URL such as unix:///var/run/containerd/containerd.sock";

    static final String DEFAULT_PULL_POLICY = "IfNotPresent";
    private static final Set<String> PULL_POLICIES = Set.of("Always", DEFAULT_PULL_POLICY, "Never");

    /** What Go takes for a URL: no control characters, and every percent sign begins an escape. */
    private static final Pattern SOCKET = Pattern.compile("unix:///([^%\\p{Cntrl}]|%[0-9A-Fa-f]{2})*");

    /** What holds where nothing is said. */
    public static final NodeRegistration DEFAULTS = new NodeRegistration(
            Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), DEFAULT_PULL_POLICY, true);

    /** Throws {@link MalformedInputException} naming the field that kubeadm would refuse. */
    public NodeRegistration {
        taints = List.copyOf(taints);
        kubeletExtraArgs = List.copyOf(kubeletExtraArgs);
        ignorePreflightErrors = ignorePreflightErrors.stream()
                .map(check -> check.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        name.ifPresent(NodeName::new);
        check(criSocket.stream().allMatch(NodeRegistration::isCriSocket), "criSocket must be " + CRI_SOCKET_FORM);
        check(
                !ignorePreflightErrors.contains("all") || ignorePreflightErrors.size() == 1,
                "ignorePreflightErrors must hold nothing else where it holds all");
        check(PULL_POLICIES.contains(imagePullPolicy), "imagePullPolicy must be Always, IfNotPresent or Never");
    }

    /** Whether a container runtime can be addressed so: {@code unix://} and an absolute path. */
    public static boolean isCriSocket(String text) {
        return SOCKET.matcher(text).matches();
    }

    public NodeRegistration withName(String newName) {
        return new NodeRegistration(
                Optional.of(newName),
                criSocket,
                taints,
                kubeletExtraArgs,
                ignorePreflightErrors,
                imagePullPolicy,
                imagePullSerial);
    }

    public NodeRegistration withCriSocket(String socket) {
        return new NodeRegistration(
                name,
                Optional.of(socket),
                taints,
                kubeletExtraArgs,
                ignorePreflightErrors,
                imagePullPolicy,
                imagePullSerial);
    }

    public NodeRegistration withTaints(List<Taint> newTaints) {
        return new NodeRegistration(
                name, criSocket, newTaints, kubeletExtraArgs, ignorePreflightErrors, imagePullPolicy, imagePullSerial);
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedInputException("nodeRegistration." + complaint);
        }
    }
}
