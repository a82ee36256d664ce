package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Kubernetes' official programs for servers, downloaded from {@code dl.k8s.io}, or where {@code NODEJOIN_KUBERNETES_DOWNLOADS}
 * says. Its SHA-512 sum decides whether it is used, so it does not matter who serves it.
 */
record ServerTarball(TarballPin pin, URI base, Limits limits, Consumer<String> progress) implements Way {
    static final String SUFFIX = ".tar.gz";

    private static final URI OFFICIAL = URI.create("https://dl.k8s.io/");
    private static final String FOLDER = "kubernetes/server/bin/";
    private static final int MOST_ATTEMPTS = 4;
    private static final long LARGEST_PROGRAM = 512L << 20;

    static URI base(Environment environment) {
        return environment
                .get("NODEJOIN_KUBERNETES_DOWNLOADS")
                .map(base -> URI.create(base.endsWith("/") ? base : base + "/"))
                .orElse(OFFICIAL);
    }

    @Override
    public void fetch(List<String> missing, BinaryCache cache) {
        var wanted = new ArrayList<>(missing);
        // These are not in it.
        wanted.removeAll(GoBuild.OURS);
        if (wanted.isEmpty()) return;
        var source = base.resolve(pin.path());
        try {
            var file = cache.unfinished(pin.fileName());
            download(source, file);
            unpack(file, wanted, cache);
            Files.delete(file);
        } catch (IOException e) {
            throw new NoBinaries("%s cannot be had: %s".formatted(source, reason(e)), e);
        }
    }

    /** Tries again as long as that brings something; what was brought stays for the next time. */
    private void download(URI source, Path file) throws IOException {
        var download = new Download(source, file, limits, progress);
        for (var attempt = 1; ; attempt++) {
            var before = download.done();
            try {
                download.attempt();
                verify(file);
                return;
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS || download.done() == before) throw e;
            }
        }
    }

    private void verify(Path file) throws IOException {
        var found = Checksum.SHA_512.of(file);
        if (!found.equals(pin.sha512())) {
            Files.delete(file);
            throw new IOException("its SHA-512 sum is %s, but %s was expected".formatted(found, pin.sha512()));
        }
    }

    private static String reason(IOException failure) {
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }

    private static void unpack(Path file, List<String> wanted, BinaryCache cache) throws IOException {
        try (var archive = TarArchive.ofGzip(file)) {
            for (var entry = archive.next(); entry.isPresent(); entry = archive.next()) {
                var program = entry.get().startsWith(FOLDER) ? entry.get().substring(FOLDER.length()) : "";
                if (wanted.contains(program)) {
                    archive.extract(cache.unfinished(program), LARGEST_PROGRAM);
                    cache.add(program, cache.unfinished(program));
                }
            }
        }
    }
}
