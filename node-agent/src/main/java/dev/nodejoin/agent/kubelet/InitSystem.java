package dev.nodejoin.agent.kubelet;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What runs the services of this machine, found as kubeadm finds it: by the programs that are there. */
public enum InitSystem {
    SYSTEMD,
    OPENRC,
    NONE;

    private static final String UNKNOWN_TO_OPENRC = "does not exist";

    /** The one of this machine. */
    public static InitSystem detect() {
        return detect(SearchPath.ofProcess()::has);
    }

    /** OpenRC is of use only with the two programs that ask it for something. */
    static InitSystem detect(Predicate<String> isThere) {
        if (isThere.test("systemctl")) {
            return SYSTEMD;
        }
        return Stream.of("openrc", "rc-service", "rc-update").allMatch(isThere) ? OPENRC : NONE;
    }

    /** The kubelet as a service of this. */
    public KubeletService kubelet() {
        return this == NONE ? new UnattendedKubelet() : new ServiceKubelet(this, Program::run);
    }

    List<String> stopCommand(String service) {
        return switch (this) {
            case SYSTEMD -> List.of("systemctl", "stop", service);
            case OPENRC -> List.of("rc-service", service, "stop");
            case NONE -> List.of();
        };
    }

    /** The commands that start a service anew, one after the other. */
    List<List<String>> restartCommands(String service) {
        return switch (this) {
            case SYSTEMD -> List.of(List.of("systemctl", "daemon-reload"), List.of("systemctl", "restart", service));
            case OPENRC -> List.of(List.of("rc-service", service, "restart"));
            case NONE -> List.of();
        };
    }

    /** Whether a service of that name is known at all. */
    boolean knows(String service, Programs programs) {
        return switch (this) {
            case SYSTEMD -> {
                var status = programs.run("systemctl", "status", service).output();
                yield !status.contains("Loaded: not-found") && !status.contains("could not be found");
            }
            case OPENRC -> !openRcStatus(service, programs).contains(UNKNOWN_TO_OPENRC);
            case NONE -> false;
        };
    }

    /** Whether a service is started when the machine is. */
    boolean isEnabled(String service, Programs programs) {
        return switch (this) {
            case SYSTEMD -> programs.run("systemctl", "is-enabled", service).succeeded();
            case OPENRC -> programs.run("rc-update", "show", "default").output().contains(service);
            case NONE -> false;
        };
    }

    /** What a person types so that it is. */
    String enableCommand(String service) {
        return switch (this) {
            case SYSTEMD -> "systemctl enable %s.service".formatted(service);
            case OPENRC -> "rc-update add %s default".formatted(service);
            case NONE -> throw new IllegalStateException("no init system, so no service");
        };
    }

    boolean isActive(String service, Programs programs) {
        return switch (this) {
            case SYSTEMD ->
                Set.of("active", "activating")
                        .contains(programs.run("systemctl", "is-active", service)
                                .output()
                                .strip());
            case OPENRC -> {
                var status = openRcStatus(service, programs);
                yield !status.contains("stopped") && !status.contains(UNKNOWN_TO_OPENRC);
            }
            case NONE -> false;
        };
    }

    private static String openRcStatus(String service, Programs programs) {
        return programs.run("rc-service", service, "status").output();
    }

    /** Runs programs; throws {@link KubeletException} for one that can't be run. */
    @FunctionalInterface
    interface Programs {
        Program.Outcome run(String... command);
    }
}
