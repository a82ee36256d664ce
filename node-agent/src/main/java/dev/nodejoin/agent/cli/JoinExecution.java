package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.cluster.RequestTrace;
import dev.nodejoin.agent.files.DryRunFiles;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.files.NodeLock;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.join.Join;
import dev.nodejoin.agent.join.Limits;
import dev.nodejoin.agent.join.SystemClock;
import dev.nodejoin.agent.join.Transcript;
import dev.nodejoin.agent.kubelet.HttpKubeletHealth;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.ticket.TicketException;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * Carries out a join that is prepared, on this machine; a dry run writes into its directory and locks nothing.
 *
 * @param kubelet how the kubelet is started, with these files
 */
record JoinExecution(
        RootDirectory root,
        LocalMachine machine,
        NodeOptions node,
        WantedExtent extent,
        Function<NodeFiles, KubeletService> kubelet,
        Bootstrap bootstrap,
        ConnectionOptions connections,
        RequestTrace trace,
        Transcript transcript) {
    /** Throws {@link TicketException} if the join asks for what can't be done, and whatever the join itself throws. */
    void run(PreparedJoin join, Limits limits) {
        if (extent.dryRun().isWanted(join.configuration())) {
            var directory = DryRunOption.directory();
            transcript.dryRun(directory, DryRunOption.DIRECTORY_VARIABLE);
            run(join, limits, new DryRunFiles(machine.files(), directory));
        } else {
            try (var _ = NodeLock.take(root.path())) {
                run(join, limits, machine.files());
            }
        }
    }

    private void run(PreparedJoin join, Limits limits, NodeFiles files) {
        var goal = TicketException.preparing(() -> goal(join));
        try (var cluster = connections.to(goal, trace)) {
            new Join(
                            goal,
                            limits,
                            files,
                            new NodeIdentity(files, new SecureRandom()),
                            cluster,
                            kubelet.apply(files),
                            new HttpKubeletHealth(),
                            new SystemClock(),
                            ZoneId.systemDefault(),
                            transcript)
                    .run();
        }
    }

    private JoinGoal goal(PreparedJoin join) {
        return node.order(join.ticket(), machine)
                .goal()
                .with(bootstrap, join.patches())
                .within(extent.of(join.configuration()));
    }
}
