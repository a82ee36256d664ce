package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds programs from their Go modules, at the versions that this library's go.mod pins. */
record GoBuild(KubernetesVersion version, GoSources sources, Environment environment, Consumer<String> progress)
        implements Way {
    /** These are packages of our module, around libraries. */
    static final Set<String> OURS = Set.of("etcd", "fakecri");

    private static final List<String> STAMPED =
            List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version");

    @Override
    public void fetch(List<String> missing, BinaryCache cache) {
        var go = Go.find(environment, sources.leastGo());
        try {
            var module = Files.createDirectories(cache.unfinished("module"));
            sources.writeTo(module);
            for (var program : missing) {
                progress.accept("building %s %s (%d of %d), takes minutes"
                        .formatted(program, version, missing.indexOf(program) + 1, missing.size()));
                build(go, module, program, cache);
            }
            Folders.delete(module);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void build(Go go, Path module, String program, BinaryCache cache) {
        var target = cache.unfinished(program);
        if (OURS.contains(program)) {
            go.build(module, "./" + program, "-s -w", target);
        } else {
            go.build(module, "k8s.io/kubernetes/cmd/" + program, linkerFlags(), target);
        }
        cache.add(program, target);
    }

    /** Kubernetes' programs do not know their version unless the linker tells them, and kubeadm insists on one. */
    private String linkerFlags() {
        return STAMPED.stream().flatMap(this::stamps).collect(Collectors.joining(" ", "-s -w ", ""));
    }

    private Stream<String> stamps(String packageName) {
        return Stream.of(
                        "gitVersion=v" + version,
                        "gitMajor=1",
                        "gitMinor=" + version.minor(),
                        "gitTreeState=clean",
                        "gitCommit=unknown",
                        "buildDate=2026-01-01T00:00:00Z")
                .map(stamp -> "-X " + packageName + "." + stamp);
    }
}
