package dev.nodejoin.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.ticket.LocalPatches;
import dev.nodejoin.agent.ticket.TicketException;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.patch.PatchFile;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
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

    Bootstrap bootstrap() {
        return bootstrap;
    }

    /**
     * The patches of the command line, else those that were handed over, else those of the configuration's directory. Throws
     * {@link TicketException} for patches that can't be read.
     *
     * @param handedOver the patches of a hand-off: file name to text, empty if it brought none
     */
    KubeletPatches patches(Optional<JoinConfiguration> join, SortedMap<String, String> handedOver) {
        return patches == null && !handedOver.isEmpty() ? read(handedOver) : patches(join);
    }

    private KubeletPatches patches(Optional<JoinConfiguration> join) {
        var directory = Optional.ofNullable(patches).or(() -> join.flatMap(JoinConfiguration::patchesDirectory));
        return LocalPatches.read(directory.filter(path -> !path.isEmpty()));
    }

    private static KubeletPatches read(SortedMap<String, String> handedOver) {
        try {
            return KubeletPatches.read(
                    HandOff.PATCHES_DIRECTORY,
                    handedOver.entrySet().stream()
                            .map(file ->
                                    new PatchFile(file.getKey(), file.getValue().getBytes(UTF_8)))
                            .toList());
        } catch (MalformedInputException e) {
            throw new TicketException("the patches that were handed over can't be used: " + e.getMessage(), e);
        }
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
