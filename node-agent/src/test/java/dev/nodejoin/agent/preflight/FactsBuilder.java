package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.cri.RuntimeCondition;
import dev.nodejoin.agent.kubelet.KubeletUnit;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.KubeletRelease;
import dev.nodejoin.agent.preflight.MachineFacts.ConfigAnswer;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletPort;
import dev.nodejoin.agent.preflight.MachineFacts.NameLookup;
import dev.nodejoin.agent.preflight.MachineFacts.RuntimeFacts;
import dev.nodejoin.agent.preflight.MachineFacts.StatusAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A machine with nothing to complain about, but for what is said here. */
public final class FactsBuilder {
    static final List<String> KERNEL_OPTIONS = Stream.of(
                    "NAMESPACES",
                    "NET_NS",
                    "PID_NS",
                    "IPC_NS",
                    "UTS_NS",
                    "CPUSETS",
                    "MEMCG",
                    "INET",
                    "EXT4_FS",
                    "PROC_FS",
                    "NETFILTER_XT_TARGET_REDIRECT",
                    "NETFILTER_XT_MATCH_COMMENT",
                    "FAIR_GROUP_SCHED",
                    "CGROUPS",
                    "CGROUP_BPF",
                    "CGROUP_CPUACCT",
                    "CGROUP_DEVICE",
                    "CGROUP_FREEZER",
                    "CGROUP_PIDS",
                    "CGROUP_SCHED")
            .map("CONFIG_%s=y"::formatted)
            .toList();

    private static final String CGROUPS_V1 = """
            #subsys_name\thierarchy\tnum_cgroups\tenabled
            cpu\t1\t1\t1
            cpuacct\t2\t1\t1
            cpuset\t3\t1\t1
            devices\t4\t1\t1
            freezer\t5\t1\t1
            memory\t6\t1\t1
            pids\t7\t1\t1
            hugetlb\t8\t1\t1
            blkio\t9\t1\t1
            """;

    final Map<String, FileOnDisk> files = new HashMap<>();
    RuntimeFacts runtime = new RuntimeFacts.Answering(
            new StatusAnswer.Conditions(List.of(
                    new RuntimeCondition(RuntimeCondition.RUNTIME_READY, true, "", ""),
                    new RuntimeCondition("NetworkReady", false, "NoPlugin", "cni is not there"))),
            new ConfigAnswer.Implemented());
    Optional<String> swaps = Optional.of("Filename Type Size Used Priority\n");
    final Set<String> missingPrograms = new HashSet<>();
    String system = "Linux";
    String release = "6.12.3-generic";
    KernelFacts.Config config = new KernelFacts.Config.Found(KERNEL_OPTIONS);
    String mounts = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n";
    boolean hasMemoryHierarchy = false;
    Optional<String> cgroups = Optional.of(CGROUPS_V1);
    Optional<String> controllers = Optional.of("cpuset cpu io memory hugetlb pids\n");
    boolean canFreeze = true;
    NameLookup lookup = new NameLookup.Found();
    KubeletRelease kubelet = KubeletRelease.read("Kubernetes v1.35.4\n");
    Optional<KubeletUnit.State> unit = Optional.of(new KubeletUnit.State.Enabled());
    KubeletPort port = KubeletPort.FREE;
    final Map<String, String> forwarding =
            new HashMap<>(Map.of(NetworkChecks.IPV4_FORWARDING, "1\n", NetworkChecks.IPV6_FORWARDING, "1\n"));
    final Map<String, String> environment = new HashMap<>();

    /** A machine on which a kubelet runs that these files are of. */
    public static MachineFacts running(Map<String, FileOnDisk> files) {
        var facts = new FactsBuilder();
        facts.port = KubeletPort.TAKEN_WITH_KUBELET;
        facts.files.putAll(files);
        return facts.build();
    }

    FactsBuilder file(String path, String content) {
        files.put(path, new FileOnDisk(content, "rw-------"));
        return this;
    }

    FactsBuilder withCgroupsV1() {
        mounts = "tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n";
        hasMemoryHierarchy = true;
        return this;
    }

    MachineFacts build() {
        var kernel =
                new KernelFacts(system, release, config, mounts, hasMemoryHierarchy, cgroups, controllers, canFreeze);
        return new MachineFacts(
                files, runtime, swaps, missingPrograms, kernel, lookup, kubelet, unit, port, forwarding, environment);
    }
}
