package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.ticket.LocalPatches;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what the kubelet is given to start with. */
final class KubeletStartOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "agent|kubelet",
            converter = BootstrapConverter.class,
            defaultValue = "agent",
            description = "Who asks for the node's certificate: the agent, with the node's own key, before the kubelet"
                    + " starts (default); or the kubelet, with a key of its own, as with kubeadm.")
    private Bootstrap bootstrap = Bootstrap.AGENT;

    @Option(
            names = "--patches",
            paramLabel = "DIRECTORY",
            description = "Patches for the kubelet's configuration, in files named"
                    + " \"kubeletconfiguration[suffix][+patchtype].extension\" as kubeadm takes them: types strategic"
                    + " (default), merge and json, extensions json and yaml (default: the configuration's).")
    private @Nullable String patches;

    /** Throws {@link dev.nodejoin.agent.ticket.TicketException} for patches that can't be read. */
    JoinGoal over(JoinGoal goal, Optional<JoinConfiguration> join) {
        var directory = Optional.ofNullable(patches).or(() -> join.flatMap(JoinConfiguration::patchesDirectory));
        return goal.with(bootstrap, LocalPatches.read(directory.filter(path -> !path.isEmpty())));
    }

    static final class BootstrapConverter implements ITypeConverter<Bootstrap> {
        @Override
        public Bootstrap convert(String text) {
            for (var bootstrap : Bootstrap.values()) {
                if (bootstrap.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return bootstrap;
                }
            }
            throw new TypeConversionException("it must be agent or kubelet, found '%s'".formatted(text));
        }
    }
}
