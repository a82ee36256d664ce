package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Go module that travels inside this library: its files by relative path. */
record GoSources(SortedMap<String, String> files) {
    /** The module in that folder, for example {@code bed}. */
    static Optional<GoSources> find(String name) {
        var folder = GoSources.class.getResource("/dev/nodejoin/testcluster/go/" + name);
        if (folder == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoSources read(URL folder) throws IOException, URISyntaxException {
        if (!(folder.openConnection() instanceof JarURLConnection inside)) {
            return read(Path.of(folder.toURI()));
        }
        // By path and not by URI: others may have the same jar open, and that would be refused.
        try (var jar = FileSystems.newFileSystem(Path.of(inside.getJarFileURL().toURI()))) {
            return read(jar.getPath(inside.getEntryName()));
        }
    }

    private static GoSources read(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readString(path));
            }
        }
        return new GoSources(files);
    }

    /** The same for the same files, different for others. */
    String fingerprint() {
        var text = files.entrySet().stream()
                .map(file -> file.getKey() + '\0' + file.getValue() + '\0')
                .collect(Collectors.joining());
        return Checksum.SHA_256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The least version of Go that the module demands. */
    GoVersion leastGo() {
        return GoVersion.ofModule(files.getOrDefault("go.mod", ""))
                .orElseThrow(() -> new IllegalStateException("a Go module of this library names no version of Go"));
    }

    /** Writes the module to where a compiler can read it. */
    void writeTo(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
