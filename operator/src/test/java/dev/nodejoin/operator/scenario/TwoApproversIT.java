package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.policy.approval.ApprovalTerms;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The story of examples/two-approvers, to a Ready Node. */
final class TwoApproversIT {
    private static final Path STORY = Path.of("../examples/two-approvers");
    private static final String NODE = "vault-1";
    private static final ApprovalTerms TWO = new ApprovalTerms(false, 2, Optional.empty(), List.of());

    private final OperatorBed bed = OperatorBed.shared();

    @Test
    void two_people_who_did_not_ask_make_a_ready_node() throws IOException {
        bed.demand(NODE, TWO);
        apply(bed.admin(), "people.yaml");
        apply(as("olivia"), "request.yaml");
        var story = new JoinStory(bed, NODE);
        story.awaitKey();
        awaitMessage(story, "Waits for 2 approvals");
        story.approveAs(as("olivia"), "olivia");
        awaitMessage(story, "Waits for 2 approvals, olivia asked for the Node");
        story.approve();
        awaitMessage(story, "Waits for 1 more approval, alice approved, olivia asked for the Node");

        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        apply(as("bob"), "approval-of-bob.yaml");
        story.awaitMet(ConditionType.APPROVED);

        assertThat(story.status().approved().by()).containsExactlyInAnyOrder(OperatorBed.ALICE, "bob");
        var machine = story.takeHandOff();
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(NODE, key));
        machine.register(
                machine.asNode(certificate, key),
                NODE,
                new Taint("NoSchedule", "example.com/vault", null, null),
                new Taint("NoSchedule", "nodejoin.dev/uninitialized", null, null));
        story.awaitMet(ConditionType.READY);
    }

    private KubernetesClient as(String user) {
        return bed.cluster().as(user);
    }

    private static void apply(KubernetesClient who, String file) throws IOException {
        try (var yaml = Files.newInputStream(STORY.resolve(file))) {
            who.load(yaml).items().forEach(object -> who.resource(object).create());
        }
    }

    private static void awaitMessage(JoinStory story, String begin) {
        await("the message to begin with " + begin)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(story.condition(ConditionType.APPROVED).map(Condition::getMessage))
                                .hasValueSatisfying(
                                        message -> assertThat(message).startsWith(begin + ": in status.approvals")));
    }
}
