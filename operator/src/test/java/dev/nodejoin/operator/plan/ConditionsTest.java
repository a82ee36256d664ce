package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.operator.plan.Csr.csr;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.operator.fixture.Statuses;
import io.fabric8.kubernetes.api.model.Condition;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Finding YES = Finding.met("Yes", "It is");
    private static final Finding NO = Finding.unmet("No", "It is not");

    @Test
    void there_is_one_condition_of_every_type_in_the_order_of_a_join() {
        assertThat(render(Map.of()))
                .extracting(Condition::getType)
                .containsExactly(
                        "Accepted",
                        "Approved",
                        "CredentialIssued",
                        "HandedOver",
                        "CertificateIssued",
                        "NodeRegistered",
                        "Ready");
    }

    @Test
    void what_was_not_found_out_waits_for_the_first_that_is_not_met() {
        var conditions = render(Map.of(ACCEPTED, YES, APPROVED, NO));

        assertThat(of(conditions, HANDED_OVER).getStatus()).isEqualTo("False");
        assertThat(of(conditions, HANDED_OVER).getReason()).isEqualTo("Pending");
        assertThat(of(conditions, HANDED_OVER).getMessage()).isEqualTo("Waits for Approved");
    }

    @Test
    void what_is_next_does_not_wait_for_itself() {
        var conditions = render(Map.of(ACCEPTED, YES, APPROVED, YES));

        assertThat(of(conditions, CREDENTIAL_ISSUED).getMessage()).isEqualTo("Comes next");
        assertThat(of(conditions, READY).getMessage()).isEqualTo("Comes next");
        assertThat(of(conditions, HANDED_OVER).getMessage()).isEqualTo("Waits for CredentialIssued");
    }

    @Test
    void ready_mirrors_the_first_that_is_not_met() {
        var ready = of(render(Map.of(ACCEPTED, YES, APPROVED, NO, READY, YES)), READY);

        assertThat(ready.getStatus()).isEqualTo("False");
        assertThat(ready.getReason()).isEqualTo("No");
        assertThat(ready.getMessage()).isEqualTo("It is not");
    }

    @Test
    void ready_is_true_when_everything_is() {
        var all = new EnumMap<ConditionType, Finding>(ConditionType.class);
        for (var type : ConditionType.values()) all.put(type, YES);

        assertThat(render(all)).extracting(Condition::getStatus).containsOnly("True");
    }

    @Test
    void a_transition_is_timed_when_the_status_changes() {
        var before = new Conditions(aRequest().snapshot().request(), NOW).render(Map.of(ACCEPTED, YES, APPROVED, NO));
        var later = NOW.plusSeconds(60);
        var after = after(before, later).render(Map.of(ACCEPTED, Finding.met("Other", "words"), APPROVED, YES));

        assertThat(of(after, ACCEPTED).getLastTransitionTime()).isEqualTo(NOW.toString());
        assertThat(of(after, ACCEPTED).getReason()).isEqualTo("Other");
        assertThat(of(after, APPROVED).getLastTransitionTime()).isEqualTo(later.toString());
    }

    @Test
    void a_condition_without_a_time_gets_one() {
        var before = new Conditions(aRequest().snapshot().request(), NOW).render(Map.of());
        before.forEach(condition -> condition.setLastTransitionTime(null));

        assertThat(after(before, NOW).render(Map.of()))
                .extracting(Condition::getLastTransitionTime)
                .containsOnly(NOW.toString());
    }

    @Test
    void conditions_speak_of_the_generation_that_was_judged() {
        var request = aRequest().asking("{'deadlineSeconds': 3600}").snapshot().request();

        assertThat(new Conditions(request, NOW).render(Map.of()))
                .extracting(Condition::getObservedGeneration)
                .containsOnly(2L);
    }

    @Property(tries = 200)
    void a_message_is_never_longer_than_the_schema_allows(@ForAll String message) {
        var longer = message + "x".repeat(32_768 - Math.min(message.length(), 10));

        var condition = of(render(Map.of(ACCEPTED, Finding.unmet("No", longer))), ACCEPTED);
        assertThat(condition.getMessage()).hasSizeLessThanOrEqualTo(32_768);
        assertThat(condition.getMessage().codePoints())
                .noneMatch(c -> c >= 0xD800 && c <= 0xDFFF && !hasHalves(message));
    }

    private static boolean hasHalves(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    @Test
    void a_flood_of_long_refusals_still_makes_a_status_that_can_be_stored() {
        var request = aLiveRequest();
        for (var number = 1; number <= 20; number++)
            request.with(csr("csr-" + number).denied("SubjectMismatch", "x".repeat(60_000)));

        var plan = request.settled();
        ConditionRules.check(request.status(), plan.status(), 1, NOW);
    }

    @Test
    void every_reason_is_one_word_in_camel_case() throws IllegalAccessException {
        for (Field field : Reason.class.getDeclaredFields()) {
            if (field.getType() != String.class) continue;
            assertThat((String) field.get(null)).matches("[A-Z][A-Za-z]*").hasSizeLessThan(1024);
        }
    }

    private static Conditions after(List<Condition> before, Instant now) {
        var is = aRequest();
        is.status(Statuses.withConditions(is.status(), before));
        return new Conditions(is.snapshot().request(), now);
    }

    private static List<Condition> render(Map<ConditionType, Finding> findings) {
        return new Conditions(aRequest().snapshot().request(), NOW).render(findings);
    }

    private static Condition of(List<Condition> conditions, ConditionType type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type.label()))
                .findFirst()
                .orElseThrow();
    }
}
