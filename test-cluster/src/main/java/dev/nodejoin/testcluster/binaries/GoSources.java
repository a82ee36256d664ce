package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Go module that travels inside this library: its files by relative path. */
record GoSources(SortedMap<String, String> files) {
    /** Reads the module {@code name}, for example {@code bed}. */
    static GoSources of(String name) {
        try {
            var resource = GoSources.class.getResource("/dev/nodejoin/testcluster/go/" + name);
            if (resource == null) {
                throw new NoBinaries("this library has no Go module " + name);
            }
            return read(resource.toURI());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GoSources read(URI folder) throws IOException {
        if (!"jar".equals(folder.getScheme())) {
            return read(Path.of(folder));
        }
        try (var jar = FileSystems.newFileSystem(folder, Map.of())) {
            var inside = folder.getSchemeSpecificPart();
            return read(jar.getPath(inside.substring(inside.indexOf("!/") + 1)));
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
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> digest.update((name + '\0' + content + '\0').getBytes(UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the module to where a compiler can read it. */
    void writeTo(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
