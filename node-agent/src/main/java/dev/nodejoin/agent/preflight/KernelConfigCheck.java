package dev.nodejoin.agent.preflight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a kernel was built with what Kubernetes needs: the options of k8s.io/system-validators, which kubeadm uses. */
final class KernelConfigCheck {
    /** Each may have older names. */
    private static final List<List<String>> REQUIRED = List.of(
            List.of("NAMESPACES"),
            List.of("NET_NS"),
            List.of("PID_NS"),
            List.of("IPC_NS"),
            List.of("UTS_NS"),
            List.of("CPUSETS"),
            List.of("MEMCG"),
            List.of("INET"),
            List.of("EXT4_FS"),
            List.of("PROC_FS"),
            List.of("NETFILTER_XT_TARGET_REDIRECT", "IP_NF_TARGET_REDIRECT"),
            List.of("NETFILTER_XT_MATCH_COMMENT"),
            List.of("FAIR_GROUP_SCHED"));

    private static final List<List<String>> REQUIRED_FOR_V1 = List.of(
            List.of("CGROUPS"),
            List.of("CGROUP_CPUACCT"),
            List.of("CGROUP_DEVICE"),
            List.of("CGROUP_FREEZER"),
            List.of("CGROUP_PIDS"),
            List.of("CGROUP_SCHED"));

    private static final List<List<String>> REQUIRED_FOR_V2 =
            List.of(List.of("CGROUPS"), List.of("CGROUP_BPF"), List.of("CGROUP_PIDS"), List.of("CGROUP_SCHED"));

    private static final List<List<String>> OPTIONAL = List.of(
            List.of("OVERLAY_FS", "OVERLAYFS_FS"),
            List.of("AUFS_FS"),
            List.of("BLK_DEV_DM"),
            List.of("CFS_BANDWIDTH"),
            List.of("SECCOMP"),
            List.of("SECCOMP_FILTER"));

    private static final String PREFIX = "CONFIG_";
    private static final Pattern OPTION = Pattern.compile(PREFIX + "([A-Z0-9_]+)=([myn]).*");

    private final Map<String, String> options = new HashMap<>();
    private final List<String> report = new ArrayList<>();

    private KernelConfigCheck(List<String> lines) {
        for (var line : lines) {
            var option = OPTION.matcher(line.strip());
            if (option.matches()) {
                options.put(option.group(1), option.group(2));
            }
        }
    }

    /**
     * The options that have to be there and are not, with their prefix.
     *
     * @param report gets a line for each option
     */
    static List<String> missing(List<String> lines, boolean isV2, List<String> report) {
        var check = new KernelConfigCheck(lines);
        var missing = new ArrayList<>(check.missing(REQUIRED));
        missing.addAll(check.missing(isV2 ? REQUIRED_FOR_V2 : REQUIRED_FOR_V1));
        check.missing(OPTIONAL);
        report.addAll(check.report);
        return missing;
    }

    private List<String> missing(List<List<String>> wanted) {
        return wanted.stream()
                .filter(names -> !isThere(names))
                .map(names -> PREFIX + names.getLast())
                .toList();
    }

    private boolean isThere(List<String> names) {
        var found = names.stream().filter(options::containsKey).findFirst();
        var name = found.orElse(names.getLast());
        var how = options.getOrDefault(name, "");
        report.add(PREFIX
                + name
                + switch (how) {
                    case "y" -> ": enabled";
                    case "m" -> ": enabled (as module)";
                    case "n" -> ": disabled";
                    default -> ": not set";
                });
        return how.equals("y") || how.equals("m");
    }
}
