package dev.nodejoin.agent.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which version of cgroups a machine has and which controllers, by the rules of k8s.io/system-validators. */
final class CgroupCheck {
    private static final String USUAL_PLACE = "/sys/fs/cgroup";
    private static final List<String> REQUIRED_V1 =
            List.of("cpu", "cpuacct", "cpuset", "devices", "freezer", "memory", "pids");
    private static final List<String> OPTIONAL_V1 = List.of("hugetlb", "blkio");
    private static final List<String> REQUIRED_V2 = List.of("cpu", "cpuset", "devices", "freezer", "memory", "pids");
    private static final List<String> OPTIONAL_V2 = List.of("hugetlb", "io");

    private CgroupCheck() {}

    /** What is mounted. */
    enum Version {
        NONE,
        V1,
        V2;

        /** The one that the table of mounts shows: what is on the usual place counts, else any of v2, else any of v1. */
        static Version of(KernelFacts kernel) {
            var mounts = kernel.mounts()
                    .lines()
                    .filter(line -> line.contains("cgroup"))
                    .map(line -> line.trim().split("\\s+", -1))
                    .filter(fields -> fields.length >= 3)
                    .toList();
            return mounts.stream()
                    .filter(fields -> fields[1].equals(USUAL_PLACE))
                    .findFirst()
                    .map(fields -> ofUsualPlace(fields[2], kernel.hasMemoryHierarchy()))
                    .orElseGet(() -> ofOtherPlaces(
                            mounts.stream().map(fields -> fields[2]).toList()));
        }

        private static Version ofUsualPlace(String type, boolean hasMemoryHierarchy) {
            return switch (type) {
                case "tmpfs" -> hasMemoryHierarchy ? V1 : V2;
                case "cgroup2" -> V2;
                default -> V1;
            };
        }

        private static Version ofOtherPlaces(List<String> types) {
            if (types.contains("cgroup2")) {
                return V2;
            }
            return types.contains("cgroup") ? V1 : NONE;
        }
    }

    /** Where cgroups v2 are mounted: the usual place, if anything is mounted there. */
    static Optional<String> unifiedMount(String mounts) {
        var places = mounts.lines()
                .map(line -> line.trim().split("\\s+", -1))
                .filter(fields -> fields.length >= 3)
                .filter(fields -> fields[1].equals(USUAL_PLACE) || fields[2].equals("cgroup2"))
                .map(fields -> fields[1])
                .toList();
        return places.contains(USUAL_PLACE)
                ? Optional.of(USUAL_PLACE)
                : places.stream().findFirst();
    }

    static List<String> missingRequired(KernelFacts kernel, Version version) {
        return missing(version == Version.V2 ? REQUIRED_V2 : REQUIRED_V1, controllers(kernel, version));
    }

    static List<String> missingOptional(KernelFacts kernel, Version version) {
        return missing(version == Version.V2 ? OPTIONAL_V2 : OPTIONAL_V1, controllers(kernel, version));
    }

    /** A line for each controller that is looked for. */
    static Stream<String> describe(KernelFacts kernel, Version version) {
        var found = controllers(kernel, version);
        var wanted = version == Version.V2
                ? Stream.concat(REQUIRED_V2.stream(), OPTIONAL_V2.stream())
                : Stream.concat(REQUIRED_V1.stream(), OPTIONAL_V1.stream());
        return wanted.map(name -> "CGROUPS_%s: %s"
                .formatted(name.toUpperCase(Locale.ROOT), found.contains(name) ? "enabled" : "missing"));
    }

    private static List<String> missing(List<String> wanted, List<String> found) {
        return wanted.stream().filter(name -> !found.contains(name)).toList();
    }

    private static List<String> controllers(KernelFacts kernel, Version version) {
        return version == Version.V2 ? ofV2(kernel) : ofV1(kernel.cgroups());
    }

    /** Devices are always there and listed nowhere, freezing is a file. */
    private static List<String> ofV2(KernelFacts kernel) {
        var found = new ArrayList<>(List.of("devices"));
        if (kernel.canFreeze()) {
            found.add("freezer");
        }
        kernel.controllers()
                .map(text -> Stream.of(text.trim().split("\\s+", -1)))
                .ifPresent(names -> names.forEach(found::add));
        return found;
    }

    private static List<String> ofV1(Optional<String> table) {
        return table.orElse("")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.trim().split("\\s+", -1))
                .filter(fields -> fields.length >= 4 && !fields[3].equals("0"))
                .map(fields -> fields[0])
                .toList();
    }
}
