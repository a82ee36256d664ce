package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.api.v1alpha1.ConditionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that finds something of the manifest missing says what, and goes on once all of it is there. */
final class InstallOrderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static OperatorBed bed;

    @TempDir
    private Path folder;

    /** Of its own: what is taken away here is missed by all. */
    @BeforeAll
    static void start() {
        bed = OperatorBed.own();
    }

    @AfterAll
    static void end() {
        if (bed != null) bed.close();
    }

    @AfterEach
    void installEverything() {
        InstallManifest.apply(bed.admin());
    }

    @Test
    void without_the_definition_it_does_not_start_and_says_so() throws IOException {
        bed.stopOperator();
        delete(CustomResourceDefinition.class);
        assertDoesNotStart("/apis/nodejoin.dev/");
        InstallManifest.apply(bed.admin());
        bed.startOperatorAgain();
        assertJoins();
    }

    @Test
    void without_its_rights_it_does_not_start_and_says_so() throws IOException {
        bed.stopOperator();
        delete(ClusterRoleBinding.class);
        delete(RoleBinding.class);
        await("the rights to be gone")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertDoesNotStart("forbidden"));
        InstallManifest.apply(bed.admin());
        bed.startOperatorAgain();
        assertJoins();
    }

    @Test
    void without_the_policies_it_starts_and_approves_nothing() {
        bed.stopOperator();
        delete(ValidatingAdmissionPolicyBinding.class);
        delete(ValidatingAdmissionPolicy.class);
        bed.startOperatorAgain();
        var story = bed.ask(bed.freshName()).awaitUnmet(ConditionType.APPROVED, "ApprovalsUnprotected");
        var message = story.condition(ConditionType.APPROVED).orElseThrow().getMessage();
        InstallManifest.protectingPolicies()
                .forEach(policy -> assertThat(message)
                        .contains("ValidatingAdmissionPolicy %s is missing"
                                .formatted(policy.getMetadata().getName()))
                        .contains("ValidatingAdmissionPolicyBinding %s is missing"
                                .formatted(policy.getMetadata().getName())));
        assertThat(story.status().approvalKey()).isNull();
        InstallManifest.apply(bed.admin());
        story.approve().awaitMet(ConditionType.HANDED_OVER);
    }

    @Test
    void to_apply_everything_again_voids_no_key_and_stops_no_join() {
        var waiting = bed.ask(bed.freshName());
        waiting.awaitKey();
        var key = waiting.status().approvalKey();
        var node = bed.freshName();
        var story = bed.ask(node).approve();
        var machine = story.takeHandOff();
        InstallManifest.apply(bed.admin());
        await("nothing to change")
                .during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> key.equals(waiting.status().approvalKey()));
        assertThat(machine.awaitDecision(machine.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
    }

    private void assertDoesNotStart(String said) throws IOException {
        var kubeconfig =
                Files.writeString(folder.resolve("operator.kubeconfig"), OperatorBed.operatorKubeconfig(bed.cluster()));
        try (var program = OperatorProgram.start(
                folder, "--kubeconfig=" + kubeconfig, "--http-address=127.0.0.1", "--http-port=0")) {
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(1);
            assertThat(program.error().lines())
                    .singleElement()
                    .asString()
                    .startsWith("error: can't start: ")
                    .contains(said);
        }
    }

    private static void assertJoins() {
        bed.ask(bed.freshName()).approve().awaitMet(ConditionType.HANDED_OVER);
    }

    private static void delete(Class<? extends HasMetadata> type) {
        List<HasMetadata> parts =
                InstallManifest.objects().stream().filter(type::isInstance).toList();
        assertThat(parts).isNotEmpty();
        parts.forEach(part -> {
            bed.admin().resource(part).delete();
            await(part.getMetadata().getName() + " to be gone")
                    .atMost(PATIENCE)
                    .until(() -> bed.admin().resource(part).get() == null);
        });
    }
}
