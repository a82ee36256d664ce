package dev.nodejoin.testcluster.binaries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;

/**
 * The folder in which one release's programs are kept, with a record of their SHA-256 sums. A program counts as there only
 * while it has the sum that it had when it was added, so that damage, and what a killed process left, are noticed.
 */
final class BinaryCache {
    private static final String RECORD = "SHA256SUMS";
    private static final String UNFINISHED = "unfinished-";

    private final Path folder;
    private final String recipe;

    /** {@code recipe} names how the programs are made; those that were made by another are not used. */
    BinaryCache(Path folder, String recipe) {
        this.folder = folder;
        this.recipe = recipe;
    }

    static BinaryCache of(KubernetesVersion version, Environment environment, String recipe) {
        return new BinaryCache(environment.cache().resolve("kubernetes").resolve(version.value()), recipe);
    }

    Path folder() {
        return folder;
    }

    /** The programs that are not there, or not as they were when they were added. */
    List<String> missing() {
        var sums = sums();
        return KubernetesBinaries.PROGRAMS.parallelStream()
                .filter(program -> !sums.vouchFor(program, folder.resolve(program)))
                .toList();
    }

    private ProgramSums sums() {
        try {
            return ProgramSums.parse(Files.readString(folder.resolve(RECORD)), recipe);
        } catch (IOException e) {
            return ProgramSums.none(recipe); // nothing was recorded, or nobody can read it
        }
    }

    /** A place for a program or archive in the making, in the same file system as the cache. */
    Path unfinished(String name) {
        return folder.resolve(UNFINISHED + name);
    }

    /** Moves a finished program into the cache. The caller holds the lock. */
    void add(String program, Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            var sums = sums().with(program, Checksum.SHA_256.of(file));
            Files.move(file, folder.resolve(program), StandardCopyOption.ATOMIC_MOVE);
            var record = unfinished(RECORD);
            Files.writeString(record, sums.render());
            Files.move(record, folder.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until no other process or thread fills a cache of this user, and keeps them out until it is closed. */
    CacheLock lock() {
        try {
            Files.createDirectories(folder);
            return CacheLock.take(folder.resolveSibling("lock"));
        } catch (IOException e) {
            throw new NoBinaries("the cache %s cannot be written: %s".formatted(folder, e), e);
        }
    }

    /** Deletes what killed processes left, except for archives, whose download can be resumed. */
    void sweep() {
        delete(file -> !file.toString().endsWith(ServerTarball.SUFFIX));
    }

    /** Deletes everything unfinished, once nothing is missing any more. */
    void sweepAll() {
        delete(file -> true);
    }

    private void delete(Predicate<Path> superfluous) {
        try (var files = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (var file : files) {
                if (superfluous.test(file)) Folders.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
