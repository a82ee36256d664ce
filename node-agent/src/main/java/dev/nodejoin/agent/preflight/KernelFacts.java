package dev.nodejoin.agent.preflight;

import java.util.List;
import java.util.Optional;

/**
 * What was seen of the kernel.
 *
 * @param system its name, as {@code uname -s} says
 * @param release as {@code uname -r} says
 * @param config its build configuration
 * @param mounts the text of {@code /proc/mounts}
 * @param hasMemoryHierarchy whether {@code /sys/fs/cgroup/memory} is a directory
 * @param cgroups the text of {@code /proc/cgroups}
 * @param controllers the text of {@code cgroup.controllers} of cgroups v2, where they are mounted
 * @param canFreeze whether cgroups v2 can be frozen
 */
public record KernelFacts(
        String system,
        String release,
        Config config,
        String mounts,
        boolean hasMemoryHierarchy,
        Optional<String> cgroups,
        Optional<String> controllers,
        boolean canFreeze) {

    /** The configuration that the kernel was built with. */
    public sealed interface Config {
        record Found(List<String> lines) implements Config {
            public Found {
                lines = List.copyOf(lines);
            }
        }

        record Missing(String why) implements Config {}
    }
}
