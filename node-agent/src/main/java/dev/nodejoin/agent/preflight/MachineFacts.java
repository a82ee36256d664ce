package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.cri.RuntimeCondition;
import dev.nodejoin.agent.kubelet.KubeletUnit;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.KubeletRelease;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a machine that is to join; nothing here is judged.
 *
 * @param files those of an earlier join that are there, by path
 * @param swaps the text of {@code /proc/swaps}
 * @param missingPrograms those that were looked for and are not on the PATH
 * @param unit how the service manager knows the kubelet; absent where a command of its own starts it
 * @param forwarding the text of each file that says whether packets are forwarded, by path, where it is there
 * @param environment the variables that name proxies
 */
public record MachineFacts(
        Map<String, FileOnDisk> files,
        RuntimeFacts runtime,
        Optional<String> swaps,
        Set<String> missingPrograms,
        KernelFacts kernel,
        NameLookup lookup,
        KubeletRelease kubelet,
        Optional<KubeletUnit.State> unit,
        KubeletPort port,
        Map<String, String> forwarding,
        Map<String, String> environment) {
    public MachineFacts {
        files = Map.copyOf(files);
        missingPrograms = Set.copyOf(missingPrograms);
        forwarding = Map.copyOf(forwarding);
        environment = Map.copyOf(environment);
    }

    /** What the container runtime answers. */
    public sealed interface RuntimeFacts {
        record Unreachable(String why) implements RuntimeFacts {}

        record Answering(StatusAnswer status, ConfigAnswer config) implements RuntimeFacts {}
    }

    /** To the question how it is. */
    public sealed interface StatusAnswer {
        record Conditions(List<RuntimeCondition> conditions) implements StatusAnswer {
            public Conditions {
                conditions = List.copyOf(conditions);
            }
        }

        record Failed(String why) implements StatusAnswer {}
    }

    /** To the call RuntimeConfig. */
    public sealed interface ConfigAnswer {
        record Implemented() implements ConfigAnswer {}

        record Unimplemented() implements ConfigAnswer {}

        record Failed(String why) implements ConfigAnswer {}
    }

    /** What resolving the node's name brings. */
    public sealed interface NameLookup {
        record Found() implements NameLookup {}

        record Failed(String why) implements NameLookup {}
    }

    /** Who has the kubelet's port. */
    public enum KubeletPort {
        FREE,
        TAKEN,
        /** While the kubelet runs, as the service manager or the record of an earlier run says. */
        TAKEN_WITH_KUBELET
    }
}
