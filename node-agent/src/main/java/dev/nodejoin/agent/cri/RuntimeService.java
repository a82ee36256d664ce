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

    private final GrpcConnection connection;

    private RuntimeService(GrpcConnection connection) {
        this.connection = connection;
    }

    /** Connects, and asks for the version, as kubeadm does: who has no such call does not speak CRI v1. */
    public static RuntimeService connect(Path socket) {
        var service = new RuntimeService(GrpcConnection.open(socket, LONGEST));
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
    public void stop(String id) {
        connection.call(SERVICE + "StopPodSandbox", ProtobufMessage.ofString(1, id), LONGEST_END);
    }

    @Override
    public void remove(String id) {
        connection.call(SERVICE + "RemovePodSandbox", ProtobufMessage.ofString(1, id), LONGEST_END);
    }

    private ProtobufMessage ask(String method) {
        return ProtobufMessage.parse(connection.call(SERVICE + method, EMPTY, LONGEST));
    }

    @Override
    public void close() {
        connection.close();
    }
}
