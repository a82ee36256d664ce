package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.operator.fixture.LogTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real program writes while nodes join is what docs/operations.md promises. */
final class LogFormatIT {
    private OperatorBed bed;

    @TempDir
    private Path folder;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        bed.stopOperator();
    }

    @AfterEach
    void startOperatorAgain() {
        bed.startOperatorAgain();
    }

    @Test
    void every_line_is_an_object_with_a_documented_message_and_its_keys() throws IOException {
        try (var program = startProgram()) {
            joinAndRefuse();
            await("the name of the deleted request to be freed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> program.said("name of a deleted request freed"));
            assertThat(program.terminate().awaitExit()).isZero();
            assertThat(program.error()).isEmpty();
            var documented = LogTable.read();
            var ours = program.log().stream().filter(LogFormatIT::isOurs).toList();
            assertThat(ours).allSatisfy(line -> assertAsDocumented(line, documented));
            assertThat(ours)
                    .extracting(line -> line.path("message").asText())
                    .contains(
                            "operator started",
                            "join moved",
                            "certificate signing request decided",
                            "name of a deleted request freed",
                            "operator stops");
        }
    }

    /** Libraries warn in words of their own. */
    private static boolean isOurs(JsonNode line) {
        return line.path("loggerName").asText().startsWith("dev.nodejoin.");
    }

    private OperatorProgram startProgram() throws IOException {
        var kubeconfig =
                Files.writeString(folder.resolve("operator.kubeconfig"), OperatorBed.operatorKubeconfig(bed.cluster()));
        return OperatorProgram.start(
                        folder,
                        "--kubeconfig=" + kubeconfig,
                        "--api-server-endpoint=" + bed.cluster().server().getAuthority(),
                        "--http-address=127.0.0.1",
                        "--http-port=0")
                .awaitStarted();
    }

    private void joinAndRefuse() {
        var node = bed.freshName();
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        machine.awaitDecision(machine.request("somebody-else", WireNode.newKey()));
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
        var other = bed.ask(bed.freshName()).approve();
        other.takeHandOff();
        other.delete();
    }

    private static void assertAsDocumented(JsonNode line, Map<String, Set<String>> documented) {
        var message = line.path("message").asText();
        assertThat(documented).containsKey(message);
        assertThat(keys(line)).as(line.toString()).isEqualTo(documented.get(message));
        assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
        assertThat(Instant.ofEpochMilli(line.path("timestamp").asLong())).isAfter(Instant.EPOCH);
    }

    private static Set<String> keys(JsonNode line) {
        var keys = new HashSet<String>();
        line.path("kvpList").forEach(pair -> pair.fieldNames().forEachRemaining(keys::add));
        return keys;
    }
}
