package dev.nodejoin.testcluster;

import java.util.function.Consumer;

/** A service of the control plane's machine. */
record ServiceComponent(BedMachine machine, String name, Consumer<ServiceComponent> untilItServes)
        implements Component {
    @Override
    public void stop() {
        machine.run("systemctl", "stop", name).orThrow();
    }

    @Override
    public void start() {
        launch();
        awaitService();
    }

    /** Starts the process, but does not wait. */
    void launch() {
        machine.run("systemctl", "start", name).orThrow();
    }

    void awaitService() {
        untilItServes.accept(this);
    }

    @Override
    public boolean isRunning() {
        return machine.run("systemctl", "is-active", name).succeeded();
    }

    @Override
    public String log() {
        return machine.text("/var/log/" + name + ".log");
    }

    /** The end of the log, for error messages. */
    String lastLines() {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }
}
