package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.join.PreflightSteps;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.join.Transcript;
import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.agent.plan.JoinPhase;
import dev.nodejoin.agent.preflight.PreflightObserver;
import dev.nodejoin.agent.preflight.PreflightOrder;
import dev.nodejoin.agent.preflight.Trust;
import dev.nodejoin.agent.ticket.TicketException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.List;
import java.util.Optional;

/** Checks the machine where the phase preflight is wanted, by what is known of the join before the cluster is. */
record PreflightCheck(
        RootDirectory root,
        LocalMachine machine,
        NodeOptions node,
        WantedExtent extent,
        ConnectionOptions connections,
        List<String> kubeletCommand,
        KubeletOption kubelet,
        Transcript transcript)
        implements MachineCheck {
    @Override
    public void check(Optional<JoinConfiguration> join, Trust trust) {
        if (TicketException.preparing(() -> extent.of(join)).has(JoinPhase.PREFLIGHT)) {
            steps().run(TicketException.preparing(() -> order(join, trust)));
        }
    }

    private PreflightSteps steps() {
        var look = new PreflightObserver(
                RootDirectory.SYSTEM,
                System.getenv(),
                root.path(),
                machine.files(),
                kubeletCommand,
                kubelet.service(kubeletCommand, root, machine.files()));
        return new PreflightSteps(CurrentUser::id, look::observe, new SystemClock(), transcript);
    }

    private PreflightOrder order(Optional<JoinConfiguration> join, Trust trust) {
        var registration = node.registration(join, machine);
        return new PreflightOrder(
                root.isHere(),
                registration.name().orElseThrow(),
                registration.criSocket().orElseThrow(),
                JoinOrder.caCertPath(join),
                join.flatMap(configuration -> configuration.discovery().bootstrapToken()),
                trust,
                connections.proxyUrl(),
                extent.ignored(join));
    }
}
