package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The program that makes machines of namespaces, built from the Go module {@code bed} once per version of its source. */
public final class BedProgram {
    private BedProgram() {}

    /** Where the program is; it is built first if the cache does not have it. */
    public static Path obtain(Environment environment) {
        var sources =
                GoSources.find("bed").orElseThrow(() -> new IllegalStateException("this library lacks its module bed"));
        var folder =
                environment.cache().resolve("bed").resolve(sources.fingerprint().substring(0, 16));
        var program = folder.resolve("bed");
        if (!Files.isExecutable(program)) {
            build(environment, sources, folder, program);
        }
        return program;
    }

    private static void build(Environment environment, GoSources sources, Path folder, Path program) {
        var go = Go.find(environment, sources.leastGo());
        try {
            Files.createDirectories(folder);
            // Two JVMs may do this at once; the last rename wins, and both programs are the same.
            var work = Files.createTempDirectory(folder, "build-");
            sources.writeTo(work);
            System.err.println("building the program that makes machines of namespaces, takes seconds");
            go.build(work, ".", "-s -w", work.resolve("program"));
            Files.move(work.resolve("program"), program, StandardCopyOption.ATOMIC_MOVE);
            Folders.delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
