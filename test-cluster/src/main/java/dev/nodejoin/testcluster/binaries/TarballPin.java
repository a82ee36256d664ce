package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** The server tarball of a release for one kind of processor, and the SHA-512 sum that its CHANGELOG prints. */
record TarballPin(String path, String sha512) {
    private static final String LIST = "server-tarballs.sha512";

    static Optional<TarballPin> find(KubernetesVersion version, String javaArchitecture) {
        var path = "v%s/kubernetes-server-linux-%s.tar.gz".formatted(version, architecture(javaArchitecture));
        return list().lines()
                .filter(line -> line.endsWith("  " + path))
                .map(line -> new TarballPin(path, line.substring(0, line.indexOf(' '))))
                .findFirst();
    }

    /** Kubernetes' name for what Java calls {@code os.arch}. */
    private static String architecture(String java) {
        return java.equals("aarch64") ? "arm64" : java;
    }

    private static String list() {
        try (var stream = Objects.requireNonNull(TarballPin.class.getResourceAsStream(LIST), LIST)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
