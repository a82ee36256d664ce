package dev.nodejoin.agent.kubelet;

import java.util.Optional;
import java.util.function.Predicate;

/** How the machine's service manager knows the kubelet; asked by the calls that kubeadm makes. */
public final class KubeletUnit {
    private static final String NAME = "kubelet";

    private final Predicate<String> isOnPath;

    public KubeletUnit(Predicate<String> isOnPath) {
        this.isOnPath = isOnPath;
    }

    /** What the service manager knows. */
    public sealed interface State {
        /** There is none that we know, or a part of it is missing. */
        record Unmanaged(String why) implements State {}

        record Absent() implements State {}

        /** The kubelet would not come back after a reboot. */
        record Disabled(String enableCommand) implements State {}

        record Enabled() implements State {}
    }

    /** Throws {@link KubeletException} if the service manager can't be run. */
    public State state() {
        if (isOnPath.test("systemctl")) {
            return ofSystemd();
        }
        return isOnPath.test("openrc") ? ofOpenRc() : new State.Unmanaged("no supported init system detected");
    }

    private static State ofSystemd() {
        var status = Program.run("systemctl", "status", NAME).output();
        if (status.contains("Loaded: not-found") || status.contains("could not be found")) {
            return new State.Absent();
        }
        return Program.run("systemctl", "is-enabled", NAME).succeeded()
                ? new State.Enabled()
                : new State.Disabled("systemctl enable kubelet.service");
    }

    private State ofOpenRc() {
        var missing = Optional.of("rc-service")
                .filter(isOnPath.negate())
                .or(() -> Optional.of("rc-update").filter(isOnPath.negate()));
        if (missing.isPresent()) {
            return new State.Unmanaged("OpenRC is here, but %s is not in the PATH".formatted(missing.get()));
        }
        if (Program.run("rc-service", NAME, "status").output().contains("does not exist")) {
            return new State.Absent();
        }
        return Program.run("rc-update", "show", "default").output().contains(NAME)
                ? new State.Enabled()
                : new State.Disabled("rc-update add kubelet default");
    }
}
