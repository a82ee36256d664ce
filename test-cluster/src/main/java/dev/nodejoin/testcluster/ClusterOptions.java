package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.MachineSpec.Mount;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.util.List;
import java.util.Map;

/** What is wanted of a cluster. */
record ClusterOptions(
        KubernetesVersion version,
        boolean auditEverything,
        Map<String, String> apiServerArguments,
        Map<String, String> controllerManagerArguments,
        List<Mount> mounts) {

    ClusterOptions {
        apiServerArguments = Map.copyOf(apiServerArguments);
        controllerManagerArguments = Map.copyOf(controllerManagerArguments);
        mounts = List.copyOf(mounts);
    }

    static ClusterOptions of(KubernetesVersion version, List<Mount> mounts) {
        return new ClusterOptions(version, false, Map.of(), Map.of(), mounts);
    }
}
