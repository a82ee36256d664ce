package dev.nodejoin.testcluster;

import dev.nodejoin.testcluster.bed.Bed;
import dev.nodejoin.testcluster.bed.MachineSpec;
import dev.nodejoin.testcluster.bed.MachineSpec.Mount;
import dev.nodejoin.testcluster.bed.MachineSpec.TextFile;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the machines of one cluster. */
record Machines(Bed bed, ClusterOptions options, Path binaries) {
    /** Those of a cluster that another process holds. */
    static Machines of(ClusterCard card, Path directory) {
        var bed = new Bed(Path.of(card.bedProgram()), directory);
        var version = new KubernetesVersion(card.kubernetesVersion());
        return new Machines(bed, ClusterOptions.of(version, card.mounts()), Path.of(card.binaries()));
    }

    ClusterCard card(URI server) {
        return new ClusterCard(
                options.version().value(),
                binaries.toString(),
                bed.program().toString(),
                server.toString(),
                options.mounts());
    }

    Optional<BedMachine> find(String name) {
        return Optional.ofNullable(bed.machines().get(name)).map(address -> new BedMachine(bed, name, address));
    }

    BedMachine startControlPlane() {
        return start(
                Layout.CONTROL_PLANE,
                List.of(
                        TextFile.readable(Layout.CONFIGURATION, new KubeadmConfiguration(options).render()),
                        TextFile.readable(Layout.AUDIT_POLICY, AuditPolicy.render(options.auditEverything()))));
    }

    BedMachine startWorker(String name) {
        return start(
                name,
                List.of(
                        ServiceUnit.kubelet().file(),
                        ServiceUnit.containerRuntime().file()));
    }

    private BedMachine start(String name, List<TextFile> files) {
        var hosts = Map.of(Layout.ENDPOINT_NAME, Layout.ADDRESS);
        var spec = new MachineSpec(name, Layout.PATH, hosts, mounts(), files, Map.of());
        return new BedMachine(bed, name, bed.startMachine(spec));
    }

    private List<Mount> mounts() {
        var mounts = new ArrayList<>(options.mounts());
        mounts.add(Mount.readOnly(binaries.toString(), Layout.BINARIES));
        var java = System.getProperty("java.home");
        if (!java.startsWith("/usr/")) {
            mounts.add(Mount.readOnly(java, java));
        }
        return mounts;
    }

    /** Where the host finds a file that is below the machine's /var/log. */
    Path log(String machine, String path) {
        var name = Path.of("/var/log").relativize(Path.of(path));
        return bed.folder().resolve("machines").resolve(machine).resolve("log").resolve(name);
    }
}
