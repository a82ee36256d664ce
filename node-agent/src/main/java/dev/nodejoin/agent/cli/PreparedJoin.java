package dev.nodejoin.agent.cli;

import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.patch.KubeletPatches;
import java.util.Optional;

/** Everything that a join of a checked machine needs to begin with. */
record PreparedJoin(Ticket ticket, KubeletPatches patches) {
    Optional<JoinConfiguration> configuration() {
        return ticket.joinConfiguration();
    }
}
