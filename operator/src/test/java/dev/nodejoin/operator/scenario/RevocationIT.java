package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.operator.fixture.Specifications;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was handed over and not used is taken back at each end. */
final class RevocationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OperatorBed bed;
    private String node;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        node = bed.freshName();
    }

    @AfterEach
    void nowIsNow() {
        bed.returnToThePresent();
    }

    @Test
    void a_denial_takes_back_what_was_handed_over() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        story.deny();
        story.awaitUnmet(ConditionType.APPROVED, "Denied");
        assertRevoked(story, handOff);
    }

    @Test
    void a_denial_stays_when_the_specification_changes() {
        var story = bed.ask(node);
        story.deny();
        story.awaitUnmet(ConditionType.APPROVED, "Denied");
        story.change(spec -> withDeadline(spec, 7200L));
        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.condition(ConditionType.APPROVED)
                                .orElseThrow()
                                .getReason())
                        .isEqualTo("Denied"));
    }

    @Test
    void an_expired_request_loses_its_token() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        bed.restartOperatorLater(Duration.ofHours(25));
        story.awaitUnmet(ConditionType.APPROVED, "Expired");
        assertRevoked(story, handOff);
    }

    @Test
    void a_suspended_request_loses_its_token_and_gets_another_when_it_goes_on() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        var first = story.status().token().id();
        story.suspend(true);
        story.awaitUnmet(ConditionType.ACCEPTED, "Suspended");
        assertRevoked(story, handOff);
        story.suspend(false);
        story.awaitMet(ConditionType.HANDED_OVER);
        assertThat(story.status().token().id()).isNotEqualTo(first);
        assertThat(story.status().token().attempt()).isEqualTo(2);
    }

    @Test
    void a_deleted_request_leaves_no_token_behind() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        var token = story.status().token().id();
        story.delete();
        awaitRefused(handOff);
        assertBuried(token);
    }

    @Test
    void a_request_that_is_created_again_at_once_is_served_and_nothing_of_the_first_is_left() {
        var first = bed.ask(bed.admin(), "again-" + node, Specifications.forNode(node))
                .approve();
        var handOff = first.takeHandOff();
        var token = first.status().token().id();
        first.delete();
        var second = bed.ask(bed.admin(), "again-" + node, Specifications.forNode(node))
                .approve();
        second.awaitMet(ConditionType.HANDED_OVER);
        awaitRefused(handOff);
        assertBuried(token);
    }

    @Test
    void a_request_deleted_while_the_operator_was_away_leaves_no_token_behind() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        var token = story.status().token().id();
        bed.stopOperator();
        story.delete();
        bed.startOperatorAgain();
        awaitRefused(handOff);
        assertBuried(token);
    }

    @Test
    void a_changed_specification_takes_the_token_back_until_it_is_approved_anew() {
        var story = bed.ask(node).approve();
        var handOff = story.takeHandOff();
        story.change(spec -> withDeadline(spec, 7200L));
        story.awaitUnmet(ConditionType.APPROVED, "SpecChanged");
        assertRevoked(story, handOff);
        assertThat(story.status().approvals()).isNull();
        story.approve().awaitMet(ConditionType.HANDED_OVER);
    }

    @Test
    void a_token_that_runs_out_is_replaced() {
        var story = bed.ask(node).approve();
        var first = story.takeHandOff();
        var firstId = story.status().token().id();
        bed.restartOperatorLater(Duration.ofMinutes(59).plusSeconds(30));
        await("another token")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.status().token().id()).isNotEqualTo(firstId));
        story.awaitMet(ConditionType.HANDED_OVER);
        awaitRefused(first);
        assertBuried(firstId);
    }

    private void assertRevoked(JoinStory story, WireNode handOff) {
        await("the token to be revoked")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(story.status().token().state()).isEqualTo(TokenState.REVOKED));
        assertThat(story.status().handOff()).isNull();
        assertBuried(story.status().token().id());
        awaitRefused(handOff);
    }

    /** The token's Secret is a tombstone, or the token cleaner took it already. */
    private void assertBuried(String tokenId) {
        await("the Secret to be a tombstone").atMost(PATIENCE).untilAsserted(() -> {
            var secret = bed.admin()
                    .secrets()
                    .inNamespace("kube-system")
                    .withName("bootstrap-token-" + tokenId)
                    .get();
            if (secret != null) assertThat(secret.getData()).doesNotContainKey("token-secret");
        });
    }

    private void awaitRefused(WireNode handOff) {
        await("the token to be refused")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> handOff.request(node, WireNode.newKey()))
                        .isInstanceOfSatisfying(
                                KubernetesClientException.class,
                                e -> assertThat(e.getCode()).isEqualTo(401)));
    }

    private static NodeJoinRequestSpec withDeadline(NodeJoinRequestSpec spec, long seconds) {
        return Specifications.edited(spec, "{'deadlineSeconds': %d}".formatted(seconds));
    }
}
