package dev.nodejoin.testcluster.binaries;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder with the programs of one Kubernetes release. Ways to it, in this order: the folder that
 * {@code NODEJOIN_KUBERNETES_BIN} names, the cache, the release's official server tarball, and a build from the programs' Go
 * modules, which takes about a quarter of an hour once.
 */
public final class KubernetesBinaries {
    /** What a folder must have to be of use. */
    public static final List<String> PROGRAMS =
            List.of("kube-apiserver", "kube-controller-manager", "kubelet", "kubeadm", "kubectl", "etcd", "fakecri");

    private final KubernetesVersion version;
    private final BinaryCache cache;
    private final List<Way> ways;

    KubernetesBinaries(KubernetesVersion version, BinaryCache cache, List<Way> ways) {
        this.version = version;
        this.cache = cache;
        this.ways = List.copyOf(ways);
    }

    /**
     * Tries the ways to the programs in order; what takes long is announced on standard error.
     *
     * @throws NoBinaries with one sentence per way that was tried
     */
    public static Path obtain(KubernetesVersion version, Environment environment) {
        return new GivenFolder(environment)
                .find(version)
                .orElseGet(() -> of(version, environment, System.err::println).obtain());
    }

    private static KubernetesBinaries of(
            KubernetesVersion version, Environment environment, Consumer<String> progress) {
        var sources = GoSources.find("kubernetes/" + version)
                .orElseThrow(() -> new NoBinaries(
                        "Kubernetes %s is not supported; set KUBERNETES_VERSION to %s, or NODEJOIN_KUBERNETES_BIN to a folder with its programs"
                                .formatted(version, KubernetesVersion.supported())));
        var cache = BinaryCache.of(version, environment, sources.fingerprint());
        var tarball = TarballPin.find(version, System.getProperty("os.arch"))
                .<Way>map(pin -> new ServerTarball(pin, ServerTarball.base(environment), Limits.USUAL, progress));
        var build = new GoBuild(version, sources, environment, progress);
        return new KubernetesBinaries(
                version,
                cache,
                Stream.concat(tarball.stream(), Stream.of(build)).toList());
    }

    /** Only one process at a time makes or fetches programs; others wait for it, then find them. */
    Path obtain() {
        if (cache.missing().isEmpty()) {
            return cache.folder();
        }
        try (var lock = cache.lock()) {
            lock.ensureHeld();
            cache.sweep();
            fetchMissing();
        }
        return cache.folder();
    }

    private void fetchMissing() {
        var tried = new ArrayList<String>();
        var missing = cache.missing();
        tried.add("NODEJOIN_KUBERNETES_BIN is not set");
        tried.add("the cache %s lacks %s".formatted(cache.folder(), String.join(", ", missing)));
        for (var way : ways) {
            try {
                way.fetch(missing, cache);
            } catch (NoBinaries e) {
                tried.add(String.valueOf(e.getMessage()));
            }
            missing = cache.missing();
            if (missing.isEmpty()) {
                cache.sweepAll();
                return;
            }
        }
        throw new NoBinaries("the programs of Kubernetes %s cannot be had:%n- %s"
                .formatted(version, String.join(System.lineSeparator() + "- ", tried)));
    }
}
