package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To approve with kubectl edit: who does not know the entry is told it by the file that opens again. */
class KubectlEditIT {
    private static RightsBed bed;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    /** Adds the right entry at once. */
    private static final String KNOWS = """
            #!/bin/sh
            sed -i 's/^  approvalKey: \\(.*\\)/&\\n  approvals: [{by: alice, key: "\\1"}]/' "$1"
            """;

    /** Adds a wrong entry first; then takes the one out of the comment on top. */
    private static final String LEARNS = """
            #!/bin/sh
            entry=$(sed -n 's/^#.*entry must be exactly: //p' "$1")
            cp "$1" "$SEEN/$(ls "$SEEN" | wc -l)"
            if [ -z "$entry" ]; then
              sed -i 's/^  approvalKey: .*/&\\n  approvals: [{by: me, key: "v1:00000000000000000000000000000000"}]/' "$1"
            else
              sed -i "s/^  approvals: .*/  approvals: [$entry]/; /^  - by: me/d; /^    key: v1:0000*$/d" "$1"
            fi
            """;

    @Test
    void an_entry_that_is_right_is_taken() throws IOException {
        var request = Asked.awaitingApproval(bed);
        edit(request, KNOWS).accepted();
        assertThat(request.status().at("/approvals/0/by").asText()).isEqualTo("alice");
    }

    @Test
    void an_entry_that_is_wrong_opens_the_editor_again_with_the_right_one_on_top() throws IOException {
        var request = Asked.awaitingApproval(bed);
        edit(request, LEARNS).accepted();
        assertThat(request.status().at("/approvals/0/by").asText()).isEqualTo("alice");
        assertThat(seen().resolve("1"))
                .content()
                .contains("entry must be exactly: {by: \"alice\", key: \"%s\"}".formatted(Asked.KEY));
        assertThat(seen().resolve("2")).doesNotExist();
    }

    /** What the editor was shown, one file for each time. */
    private Path seen() throws IOException {
        return Files.createDirectories(folder.resolve("seen"));
    }

    private Kubectl.Said edit(Asked request, String script) throws IOException {
        var editor = Files.writeString(folder.resolve("editor.sh"), script);
        assertThat(editor.toFile().setExecutable(true)).isTrue();
        var environment = Map.of("EDITOR", editor.toString(), "SEEN", seen().toString());
        return bed.kubectlAs("alice")
                .run(environment, "", "edit", "njr", request.name(), "-n", RightsBed.NAMESPACE, "--subresource=status");
    }
}
