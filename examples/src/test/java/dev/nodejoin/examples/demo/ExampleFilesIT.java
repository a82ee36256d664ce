package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.testcluster.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example file of this folder is one that kubectl applies where everything is installed. A new one is found by itself. */
class ExampleFilesIT {
    private static final Pattern AUTHOR = Pattern.compile("(?m)^  (?:by|requestedBy): (\\S+)$");
    private static final Set<String> NO_STORIES = Set.of("src", "target");

    @TempDir
    private static Path folder;

    private static TestCluster cluster;
    private static Kubectl kubectl;

    @BeforeAll
    static void install() {
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        cluster = TestCluster.start();
        InstallManifest.apply(cluster.admin());
        kubectl = Kubectl.as(
                "admin", cluster.adminKubeconfig(), cluster.binaries().resolve("kubectl"), folder);
    }

    @AfterAll
    static void clear() {
        if (cluster != null) cluster.close();
    }

    /** Strictly: a field that nobody knows is refused, where the API server alone would drop it. */
    @TestFactory
    Stream<DynamicTest> a_file_is_taken_word_for_word() throws IOException {
        return files().stream()
                .map(file -> dynamicTest(file.toString(), () -> apply(file, "--dry-run=server", "--validate=strict")));
    }

    @TestFactory
    Stream<DynamicTest> a_story_is_applied_as_a_whole() throws IOException {
        return stories()
                .map(story -> dynamicTest(story.toString(), () -> {
                    filesOf(story).sorted().forEach(file -> apply(file));
                    assertThat(filesOf(story).flatMap(file -> apply(file).lines()))
                            .allSatisfy(line -> assertThat(line).endsWith(" unchanged"));
                }));
    }

    @Test
    void the_first_join_is_among_them() throws IOException {
        assertThat(files()).contains(Path.of("first-join/node-join-request.yaml"));
        assertThat(stories()).contains(Path.of("first-join"));
    }

    private static String apply(Path file, String... arguments) {
        var command = Stream.of(
                        Stream.of("apply", "-f", file.toString()), Stream.of(arguments), inTheNameOf(file).stream())
                .flatMap(part -> part);
        var answer = kubectl.run("", command.toList());
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        return answer.text();
    }

    /** Nobody asks or approves in another's name: a file that says who does is applied as that user. */
    private static List<String> inTheNameOf(Path file) {
        try {
            var author = AUTHOR.matcher(Files.readString(file));
            return author.find() ? List.of("--as", author.group(1), "--as-group", "system:masters") : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files() throws IOException {
        return stories().flatMap(ExampleFilesIT::filesOf).sorted().toList();
    }

    private static Stream<Path> stories() throws IOException {
        try (var children = Files.list(Path.of(""))) {
            return children
                    .filter(Files::isDirectory)
                    .filter(child -> !NO_STORIES.contains(child.toString()))
                    .toList()
                    .stream();
        }
    }

    private static Stream<Path> filesOf(Path story) {
        try (var files = Files.walk(story)) {
            return files.filter(file -> file.toString().matches(".*[.](yaml|yml|json)")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
