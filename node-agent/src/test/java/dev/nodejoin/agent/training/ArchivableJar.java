package dev.nodejoin.agent.training;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar of which an AOT cache takes every class. It takes none from before Java 6, since those have no stack maps, and
 * the command line's library is made for Java 5. So their code stays what it is and gets the maps that Java 8 has. The same
 * jar gives the same bytes.
 */
final class ArchivableJar {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private static final ClassTransform WITH_STACK_MAPS = ClassTransform.transformingMethodBodies(
                    CodeTransform.ACCEPT_ALL)
            .andThen((builder, element) -> {
                if (element instanceof ClassFileVersion) {
                    builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                } else {
                    builder.with(element);
                }
            });

    private final ClassFile classFiles;

    private ArchivableJar(ClassLoader classes) {
        classFiles = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ConstantPoolSharingOption.NEW_POOL,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /** {@code ArchivableJar FROM TO}. */
    public static void main(String... arguments) throws IOException {
        make(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void make(Path from, Path to) throws IOException {
        try (var classes = new URLClassLoader(new URL[] {from.toUri().toURL()}, null);
                var input = new ZipFile(from.toFile());
                var output = new ZipOutputStream(Files.newOutputStream(to))) {
            var jar = new ArchivableJar(classes);
            for (var entry : Collections.list(input.entries())) {
                var content = input.getInputStream(entry).readAllBytes();
                output.putNextEntry(sameTime(entry));
                output.write(entry.getName().endsWith(".class") ? jar.archivable(content) : content);
            }
        }
    }

    private byte[] archivable(byte[] classFile) {
        var parsed = classFiles.parse(classFile);
        return parsed.majorVersion() < FIRST_WITH_STACK_MAPS
                ? classFiles.transformClass(parsed, WITH_STACK_MAPS)
                : classFile;
    }

    private static ZipEntry sameTime(ZipEntry entry) {
        var same = new ZipEntry(entry.getName());
        same.setTimeLocal(entry.getTimeLocal());
        return same;
    }
}
