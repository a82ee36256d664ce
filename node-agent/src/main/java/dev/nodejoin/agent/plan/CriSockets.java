package dev.nodejoin.agent.plan;

import java.util.List;

/** Where container runtimes listen, in kubeadm's order of preference. */
public final class CriSockets {
    public static final List<String> KNOWN =
            List.of("/var/run/containerd/containerd.sock", "/var/run/crio/crio.sock", "/var/run/cri-dockerd.sock");

    private static final String SCHEME = "unix://";

    private CriSockets() {}

    /** The only one found, or the default where none is; throws {@link AmbiguousRuntimeException} for several. */
    static String choose(List<String> found) {
        if (found.size() > 1) {
            throw new AmbiguousRuntimeException(
                    found.stream().map(SCHEME::concat).toList());
        }
        return SCHEME + (found.isEmpty() ? KNOWN.getFirst() : found.getFirst());
    }

    /** As kubeadm takes it: whatever does not begin with the scheme's name gets the scheme put in front. */
    public static String withScheme(String given) {
        return given.startsWith("unix") ? given : SCHEME + given;
    }

    /** The path in an endpoint; one that is no URL is a path already. */
    public static String path(String endpoint) {
        return endpoint.startsWith(SCHEME) ? endpoint.substring(SCHEME.length()) : endpoint;
    }

    /** Only a person can know which runtime is meant. */
    public static final class AmbiguousRuntimeException extends RuntimeException {
        AmbiguousRuntimeException(List<String> sockets) {
            super("found multiple CRI endpoints on the host (%s); say which with --cri-socket"
                    .formatted(String.join(",", sockets)));
        }
    }
}
