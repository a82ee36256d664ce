package dev.nodejoin.agent.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ArchivableJarTest {
    @TempDir
    private Path directory;

    private Path library;
    private Path made;

    @BeforeEach
    void make() throws IOException, URISyntaxException {
        library = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        made = directory.resolve("made.jar");
        ArchivableJar.make(library, made);
    }

    @Test
    void no_class_is_too_old_for_an_aot_cache_and_only_the_old_ones_change() throws IOException {
        var before = classes(library);
        var after = classes(made);

        assertThat(before.values()).anyMatch(model -> model.majorVersion() < ClassFile.JAVA_6_VERSION);
        assertThat(after).containsOnlyKeys(before.keySet());
        assertThat(after.values()).noneMatch(model -> model.majorVersion() < ClassFile.JAVA_6_VERSION);
    }

    /** The virtual machine verifies the new stack maps when it links a class. */
    @Test
    void its_classes_are_verified_and_run() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var help = new ProcessBuilder(java.toString(), "-cp", made.toString(), "picocli.AutoComplete", "--help")
                .redirectError(ProcessBuilder.Redirect.INHERIT) // where a virtual machine tells of its own options
                .redirectOutput(directory.resolve("help").toFile())
                .start();

        assertThat(help.waitFor()).isZero();
        assertThat(directory.resolve("help")).content().startsWith("Usage: picocli.AutoComplete");
    }

    @Test
    void the_same_jar_gives_the_same_bytes() throws IOException {
        var again = directory.resolve("again.jar");
        ArchivableJar.make(library, again);

        assertThat(again).hasSameBinaryContentAs(made);
    }

    private static Map<String, ClassModel> classes(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .collect(Collectors.toMap(ZipEntry::getName, entry -> parsed(zip, entry)));
        }
    }

    private static ClassModel parsed(ZipFile zip, ZipEntry entry) {
        try (var input = zip.getInputStream(entry)) {
            return ClassFile.of().parse(input.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
