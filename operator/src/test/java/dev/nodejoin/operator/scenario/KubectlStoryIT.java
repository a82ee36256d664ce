package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a join who have nothing but kubectl. */
final class KubectlStoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OperatorBed bed;
    private BedKubectl kubectl;

    @TempDir
    private Path folder;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        kubectl = BedKubectl.of(bed.cluster(), folder);
    }

    @Test
    void a_watched_list_tells_the_story_in_order() throws IOException {
        var node = bed.freshName();
        var story = bed.ask(node);
        var told = folder.resolve("told");
        var watch = kubectl.start(told, "get", "njr", story.name(), "--watch");
        try {
            await("the first line").atMost(PATIENCE).until(() -> Files.size(told) > 0);
            joinAs(story.approve(), node);
            await("the last line")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reasons(told)).endsWith("Ready"));
        } finally {
            watch.destroy();
        }
        assertThat(reasons(told))
                .containsSubsequence(
                        "AwaitingApproval", "Minting", "AwaitingRequest", "AwaitingSigner", "AwaitingNode", "Ready");
        assertThat(Files.readString(told).lines().findFirst().orElseThrow())
                .matches("NAME +NODE +ROLE +APPROVED +READY +REASON +AGE");
    }

    /** The last column but one. */
    private static List<String> reasons(Path told) throws IOException {
        return Files.readAllLines(told).stream()
                .skip(1)
                .map(line -> line.strip().split(" +"))
                .map(columns -> columns[columns.length - 2])
                .toList();
    }

    private static void joinAs(JoinStory story, String node) {
        var machine = story.takeHandOff();
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
    }

    @Test
    void a_description_says_what_it_waits_for_and_what_came_before() {
        var node = bed.freshName();
        var story = bed.ask(node);
        story.awaitKey();
        assertThat(describe(story))
                .contains("AwaitingApproval")
                .contains("entry must be exactly: {by: \"<user>\", key: \""
                        + story.status().approvalKey() + "\"}");
        story.approve().awaitMet(ConditionType.HANDED_OVER);
        assertThat(describe(story))
                .contains("Approved by alice")
                .contains("The machine has not asked for a certificate")
                .contains("Save Secret " + story.status().handOff().name());
        await("the events")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(describe(story))
                        .containsPattern("Normal +Approved")
                        .containsPattern("Normal +HandedOver"));
    }

    @Test
    void a_description_says_what_stands_in_the_way() {
        var node = bed.freshName();
        bed.ask(node).approve().awaitMet(ConditionType.HANDED_OVER);
        var second = bed.ask(node).approve();
        second.awaitUnmet(ConditionType.CREDENTIAL_ISSUED, "NameHeld");
        await("the event")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(describe(second))
                        .containsPattern("Warning +NameHeld")
                        .contains("The name " + node + " is held by request nodejoin/"));
    }

    private String describe(JoinStory story) {
        return kubectl.run("describe", "njr", story.name());
    }
}
