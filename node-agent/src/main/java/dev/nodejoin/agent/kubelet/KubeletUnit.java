package dev.nodejoin.agent.kubelet;

/** How the machine's service manager knows the kubelet; asked by the calls that kubeadm makes. */
public final class KubeletUnit {
    private final InitSystem init;
    private final InitSystem.Programs programs;

    KubeletUnit(InitSystem init, InitSystem.Programs programs) {
        this.init = init;
        this.programs = programs;
    }

    /** On a machine that has these programs. */
    public static KubeletUnit amongPrograms(SearchPath programs) {
        return new KubeletUnit(InitSystem.detect(programs::has), Program::run);
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
        if (init == InitSystem.NONE) {
            return new State.Unmanaged("no supported init system detected");
        }
        if (!init.knows(ServiceKubelet.SERVICE, programs)) {
            return new State.Absent();
        }
        return init.isEnabled(ServiceKubelet.SERVICE, programs)
                ? new State.Enabled()
                : new State.Disabled(init.enableCommand(ServiceKubelet.SERVICE));
    }
}
