package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.MachineSpec.Mount;
import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a cluster shall be like, then starts it. */
public final class TestClusterBuilder {
    private final Environment environment;
    private final Map<String, String> apiServerArguments = new LinkedHashMap<>();
    private final Map<String, String> controllerManagerArguments = new LinkedHashMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private boolean auditEverything;
    private @Nullable KubernetesVersion version;

    TestClusterBuilder(Environment environment) {
        this.environment = environment;
    }

    /** A supported release, such as 1.37.2, whatever the environment says. */
    public TestClusterBuilder kubernetesVersion(String version) {
        this.version = new KubernetesVersion(version);
        return this;
    }

    /**
     * What the audit log has: every request at level Metadata, or (the default) only what concerns joins, that is requests
     * by anonymous users and bootstrap tokens with their bodies, and the metadata of those by nodes.
     */
    public TestClusterBuilder auditLog(boolean metadataLevelForAll) {
        this.auditEverything = metadataLevelForAll;
        return this;
    }

    /** One more flag of kube-apiserver, without the leading hyphens. */
    public TestClusterBuilder apiServerArgument(String name, String value) {
        apiServerArguments.put(name, value);
        return this;
    }

    /** One more flag of kube-controller-manager, without the leading hyphens. */
    public TestClusterBuilder controllerManagerArgument(String name, String value) {
        controllerManagerArguments.put(name, value);
        return this;
    }

    /** Shows a file or folder of this host on every machine, read-only. */
    public TestClusterBuilder mount(Path hostDirectory, String machinePath) {
        mounts.add(Mount.readOnly(hostDirectory.toAbsolutePath().toString(), machinePath));
        return this;
    }

    public TestCluster start() {
        return KubeadmCluster.start(options(), environment);
    }

    /** Starts a cluster that outlives this JVM, until somebody stops it with the {@link Launcher}. */
    TestCluster startDetached(String name) {
        return KubeadmCluster.startDetached(options(), environment, name);
    }

    ClusterOptions options() {
        var wanted = version == null ? KubernetesVersion.wanted(environment) : version;
        return new ClusterOptions(wanted, auditEverything, apiServerArguments, controllerManagerArguments, mounts);
    }

    Environment environment() {
        return environment;
    }
}
