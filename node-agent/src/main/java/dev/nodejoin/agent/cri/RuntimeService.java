package dev.nodejoin.agent.cri;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code runtime.v1.RuntimeService} of a container runtime. A question takes two seconds at most, as with kubeadm, and ending
 * a pod a minute; both throw {@link CriException} for whatever keeps the answer from coming.
 */
public final class RuntimeService implements PodSandboxes {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    private static final String SERVICE = "/runtime.v1.RuntimeService/";
    private static final byte[] EMPTY = {};

    private final Path socket;
    private GrpcConnection connection;

    private RuntimeService(Path socket) {
        this.socket = socket;
        this.connection = GrpcConnection.open(socket, LONGEST);
    }

    /** Connects, and asks for the version, as kubeadm does: who has no such call does not speak CRI v1. */
    public static RuntimeService connect(Path socket) {
        var service = new RuntimeService(socket);
        try {
            service.ask("Version");
            return service;
        } catch (CriException e) {
            service.close();
            throw e;
        }
    }

    /** What the runtime says of itself. */
    public List<RuntimeCondition> conditions() {
        return ask("Status").messages(1).stream()
                .flatMap(status -> status.messages(1).stream())
                .map(condition -> new RuntimeCondition(
                        condition.string(1), condition.flag(2), condition.string(3), condition.string(4)))
                .toList();
    }

    /** Whether the runtime tells kubelets its cgroup driver. */
    public boolean hasRuntimeConfig() {
        try {
            ask("RuntimeConfig");
            return true;
        } catch (CriException.Unimplemented e) {
            return false;
        }
    }

    @Override
    public List<String> ids() {
        return ask("ListPodSandbox").messages(1).stream()
                .map(sandbox -> sandbox.string(1))
                .toList();
    }

    @Override
    public void stop(String id, Duration longest) {
        call("StopPodSandbox", ProtobufMessage.ofString(1, id), shorter(longest, LONGEST_END));
    }

    @Override
    public void remove(String id, Duration longest) {
        call("RemovePodSandbox", ProtobufMessage.ofString(1, id), shorter(longest, LONGEST_END));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private ProtobufMessage ask(String method) {
        return ProtobufMessage.parse(call(method, EMPTY, LONGEST));
    }

    /** Over another connection where an earlier call was given up and took its connection with it. */
    private byte[] call(String method, byte[] message, Duration longest) {
        if (!connection.isOpen()) {
            connection.close();
            connection = GrpcConnection.open(socket, LONGEST);
        }
        return connection.call(SERVICE + method, message, longest);
    }

    @Override
    public void close() {
        connection.close();
    }
}
