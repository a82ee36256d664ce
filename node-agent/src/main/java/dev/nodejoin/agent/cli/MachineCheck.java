package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.preflight.Trust;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.Optional;

/** What is done as soon as it is known which join a machine is for, before the cluster is asked for anything. */
@FunctionalInterface
interface MachineCheck {
    /** Throws {@link dev.nodejoin.agent.join.JoinFailedException} for a machine that can't join as it is. */
    void check(Optional<JoinConfiguration> join, Trust trust);
}
