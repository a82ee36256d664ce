package dev.nodejoin.testcluster.binaries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that {@code NODEJOIN_KUBERNETES_BIN} names. */
record GivenFolder(Environment environment) {
    Optional<Path> find(KubernetesVersion version) {
        return environment.get("NODEJOIN_KUBERNETES_BIN").map(Path::of).map(this::checked);
    }

    private Path checked(Path folder) {
        var missing = KubernetesBinaries.PROGRAMS.stream()
                .filter(program -> !Files.isExecutable(folder.resolve(program)))
                .toList();
        if (!missing.isEmpty()) {
            throw new NoBinaries(
                    "NODEJOIN_KUBERNETES_BIN is %s, which lacks %s".formatted(folder, String.join(", ", missing)));
        }
        return folder.toAbsolutePath();
    }
}
