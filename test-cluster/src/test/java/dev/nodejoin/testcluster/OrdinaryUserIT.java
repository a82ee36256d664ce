package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nodejoin.testcluster.binaries.BedProgram;
import dev.nodejoin.testcluster.binaries.Environment;
import dev.nodejoin.testcluster.binaries.KubernetesBinaries;
import dev.nodejoin.testcluster.binaries.KubernetesVersion;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root can do, an ordinary user can as well; only root can try both. */
class OrdinaryUserIT {
    private static final int NOBODY = 65534;
    private static final List<String> BECOME_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all");
    private static final Environment OURS = Environment.current();

    @TempDir
    private static Path home;

    @BeforeAll
    static void check() {
        assumeThat(System.getProperty("user.name"))
                .as("only root can become another user")
                .isEqualTo("root");
        assumeThat(OURS.program("setpriv")).as("setpriv of util-linux").isPresent();
        assumeThat(TestCluster.unavailable()).isEmpty();
    }

    @Test
    void an_ordinary_user_gets_a_cluster_and_a_node() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var jvm = OtherJvm.start(BECOME_NOBODY, visibleClassPath(), environment())) {
            var directory = Path.of(jvm.said("ready"));
            assertThat(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .isEqualTo(NOBODY);
            assertThat(jvm.said("joined")).isEqualTo("0");
        }
    }

    private static Map<String, String> environment() throws IOException {
        var cache = Files.createDirectories(home.resolve("cache"));
        var program = BedProgram.obtain(OURS);
        var place = cache.resolve("nodejoin").resolve(OURS.cache().relativize(program));
        Files.createDirectories(place.getParent());
        Files.copy(program, place);
        var wanted = KubernetesVersion.wanted(OURS);
        return Map.of(
                "HOME", home.toString(),
                "XDG_CACHE_HOME", cache.toString(),
                "NODEJOIN_KUBERNETES_BIN",
                        copy(KubernetesBinaries.obtain(wanted, OURS), "kubernetes")
                                .toString());
    }

    /** What this JVM runs may be below a home directory that nobody else may enter. */
    private static String visibleClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .map(entry -> copy(entry, "class-path/" + Integer.toHexString(entry.hashCode())))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path copy(Path from, String name) {
        var parent = home.resolve(name);
        try (var paths = Files.walk(from)) {
            for (var path : paths.toList()) {
                var to = parent.resolve(from.getFileName())
                        .resolve(from.relativize(path).toString());
                Files.createDirectories(Files.isDirectory(path) ? to : to.getParent());
                if (!Files.isDirectory(path)) Files.copy(path, to);
            }
            return parent.resolve(from.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
