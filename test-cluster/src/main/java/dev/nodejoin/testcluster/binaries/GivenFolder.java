package dev.nodejoin.testcluster.binaries;

import dev.nodejoin.testcluster.process.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The folder that {@code NODEJOIN_KUBERNETES_BIN} names. */
record GivenFolder(Environment environment) {
    private static final Duration SOON = Duration.ofSeconds(30);

    Optional<Path> find(KubernetesVersion version) {
        return environment.get("NODEJOIN_KUBERNETES_BIN").map(Path::of).map(folder -> checked(folder, version));
    }

    private static Path checked(Path folder, KubernetesVersion version) {
        var missing = KubernetesBinaries.PROGRAMS.stream()
                .filter(program -> !Files.isExecutable(folder.resolve(program)))
                .toList();
        if (!missing.isEmpty()) {
            throw new NoBinaries(
                    "NODEJOIN_KUBERNETES_BIN is %s, which lacks %s".formatted(folder, String.join(", ", missing)));
        }
        var kubeadm = folder.resolve("kubeadm").toString();
        var found = Subprocess.run(new ProcessBuilder(kubeadm, "version", "--output=short"), SOON)
                .said();
        if (!found.equals("v" + version)) {
            throw new NoBinaries("NODEJOIN_KUBERNETES_BIN is %s, whose kubeadm is %s, but v%s is wanted"
                    .formatted(folder, found, version));
        }
        return folder.toAbsolutePath();
    }
}
