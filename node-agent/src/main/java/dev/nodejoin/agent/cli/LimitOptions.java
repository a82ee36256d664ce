package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.join.Limits;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.Timeouts;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how long the phases may take. */
final class LimitOptions {
    @Option(
            names = "--discovery-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long to try to reach the API server (default: the configuration's, else 5m0s).")
    private @Nullable Duration discovery;

    @Option(
            names = "--approval-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long to wait for the certificate (default: the configuration's, else 5m0s).")
    private @Nullable Duration approval;

    @Option(
            names = "--kubelet-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long to wait for a healthy kubelet (default: the configuration's, else 4m0s).")
    private @Nullable Duration kubelet;

    @Option(
            names = "--registration-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long to wait for the Node after that (default: 2m0s).")
    private @Nullable Duration registration;

    /** How long the phases of a join by that configuration may take. */
    Limits of(Optional<JoinConfiguration> join) {
        var timeouts = join.map(JoinConfiguration::timeouts).orElse(Timeouts.DEFAULTS);
        return Limits.of(timeouts)
                .replaced(
                        Optional.ofNullable(discovery),
                        Optional.ofNullable(approval),
                        Optional.ofNullable(kubelet),
                        Optional.ofNullable(registration));
    }
}
