package dev.nodejoin.api.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What users apply is what the sources generate. {@code make generate} refreshes it. */
class GeneratedFilesTest {
    private static final boolean REFRESH = Boolean.getBoolean("nodejoin.generate");
    private static final Path DEPLOY = Path.of("../deploy");

    @Test
    void the_committed_definitions_are_the_generated_ones() throws IOException {
        for (var definition : GeneratedDefinition.ALL)
            assertCommitted(DEPLOY.resolve("crds").resolve(definition.fileName()), definition.text());
    }

    @Test
    void the_committed_manifest_is_made_of_the_parts() throws IOException {
        assertCommitted(DEPLOY.resolve("install.yaml"), InstallManifest.text());
    }

    private static void assertCommitted(Path file, String generated) throws IOException {
        if (REFRESH) Files.writeString(file, generated);
        assertThat(file).as("run make generate").content().isEqualTo(generated);
    }
}
