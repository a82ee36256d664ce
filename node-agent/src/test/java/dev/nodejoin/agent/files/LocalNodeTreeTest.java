package dev.nodejoin.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNodeTreeTest {
    @TempDir
    private Path root;

    @TempDir
    private Path outside;

    private NodeTree tree;

    @BeforeEach
    void onTheRoot() throws IOException {
        tree = new LocalNodeTree(root);
        Files.writeString(outside.resolve("precious"), "precious");
    }

    @Test
    void a_directory_is_emptied_and_kept() throws IOException {
        file("var/lib/kubelet/pods/a/b/file");
        file("var/lib/kubelet/config.yaml");

        assertThat(tree.empty("/var/lib/kubelet", Set.of())).isEmpty();
        assertThat(root.resolve("var/lib/kubelet")).isEmptyDirectory();
    }

    @Test
    void a_name_can_be_kept() throws IOException {
        file("own/node.key");
        file("own/discovery.conf");
        file("own/folder/node.key");

        assertThat(tree.empty("/own", Set.of("node.key"))).isEmpty();
        assertThat(tree.names("/own")).containsExactly("node.key");
    }

    @Test
    void a_tree_is_deleted_with_its_top() throws IOException {
        file("own/a/b/c");
        file("other");

        assertThat(tree.delete("/own")).isEmpty();
        assertThat(tree.names("/")).containsExactly("other");
    }

    @Test
    void what_is_not_there_needs_no_deleting() {
        assertThat(tree.empty("/nowhere", Set.of())).isEmpty();
        assertThat(tree.delete("/nowhere")).isEmpty();
        assertThat(tree.delete("/nowhere/at/all")).isEmpty();
        assertThat(tree.names("/nowhere")).isEmpty();
        assertThat(tree.isDirectory("/nowhere")).isFalse();
    }

    @Test
    void links_in_a_directory_go_and_what_they_lead_to_stays() throws IOException {
        Files.createDirectories(root.resolve("var/lib/kubelet"));
        Files.createSymbolicLink(root.resolve("var/lib/kubelet/folder"), outside);
        Files.createSymbolicLink(root.resolve("var/lib/kubelet/file"), outside.resolve("precious"));

        assertThat(tree.empty("/var/lib/kubelet", Set.of())).isEmpty();
        assertThat(root.resolve("var/lib/kubelet")).isEmptyDirectory();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void a_link_is_deleted_and_what_it_leads_to_stays() throws IOException {
        Files.createSymbolicLink(root.resolve("kubelet.conf"), outside.resolve("precious"));

        assertThat(tree.delete("/kubelet.conf")).isEmpty();
        assertThat(tree.names("/")).isEmpty();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void a_directory_that_is_a_link_is_emptied_where_it_leads_to_on_the_node() throws IOException {
        file("data/kubelet/config.yaml");
        Files.createDirectories(root.resolve("var/lib"));
        Files.createSymbolicLink(root.resolve("var/lib/kubelet"), Path.of("/data/kubelet"));

        assertThat(tree.isDirectory("/var/lib/kubelet")).isTrue();
        assertThat(tree.locate("/var/lib/kubelet")).isEqualTo(root.resolve("data/kubelet"));
        assertThat(tree.empty("/var/lib/kubelet", Set.of())).isEmpty();
        assertThat(root.resolve("data/kubelet")).isEmptyDirectory();
        assertThat(root.resolve("var/lib/kubelet")).isSymbolicLink();
    }

    @Test
    void no_link_leads_a_deletion_out_of_the_root() throws IOException {
        Files.createSymbolicLink(root.resolve("var"), outside);
        Files.createSymbolicLink(root.resolve("etc"), root.relativize(outside));

        assertThat(tree.empty("/var", Set.of())).isEmpty();
        assertThat(tree.delete("/etc/precious")).isEmpty();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void the_root_itself_is_not_emptied_whatever_leads_to_it() throws IOException {
        file("precious");
        Files.createSymbolicLink(root.resolve("kubelet"), Path.of("/"));

        assertThat(tree.empty("/kubelet", Set.of())).singleElement().asString().contains("root of the file system");
        assertThat(tree.delete("/")).singleElement().asString().contains("root of the file system");
        assertThat(root.resolve("precious")).exists();
    }

    @Test
    void links_in_a_circle_are_told() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("/b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("/a"));

        assertThat(tree.empty("/a", Set.of())).singleElement().asString().contains("too many symbolic links");
        assertThat(tree.delete("/a/x")).singleElement().asString().contains("too many symbolic links");
    }

    @Test
    void what_is_no_directory_is_told() throws IOException {
        file("manifests");

        assertThat(tree.empty("/manifests", Set.of())).containsExactly("cannot empty /manifests: NotDirectory");
    }

    /** Deeper than a path can be long. */
    @Test
    void a_tree_may_be_as_deep_as_somebody_made_it() throws IOException {
        var chain = "/d".repeat(900);
        Files.createDirectories(root.resolve("deep" + chain));
        for (int times = 0; times < 2; times++) {
            Files.createDirectories(root.resolve("next" + chain));
            Files.move(root.resolve("deep"), root.resolve("next" + chain + "/deep"));
            Files.move(root.resolve("next"), root.resolve("deep"));
        }

        assertThat(tree.empty("/deep", Set.of())).isEmpty();
        assertThat(root.resolve("deep")).isEmptyDirectory();
    }

    private void file(String path) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "content");
    }
}
