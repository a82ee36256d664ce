package dev.nodejoin.operator.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders findings about one object; a condition keeps the time of its last transition while its status stays. */
public final class ConditionRenderer {
    /** The schema of conditions ends a message here; people and machines can make ours longer. */
    private static final int LONGEST_MESSAGE = 32_768;

    private static final String CUT = "...";

    private final List<Condition> before;
    private final @Nullable Long generation;
    private final Instant now;

    /**
     * Renders for one status.
     *
     * @param before the conditions that stand there now
     * @param generation of the specification that the findings speak of, where they do
     * @param now to the millisecond, so that phases of a join can be told apart
     */
    public ConditionRenderer(@Nullable List<Condition> before, @Nullable Long generation, Instant now) {
        this.before = Objects.requireNonNullElse(before, List.of());
        this.generation = generation;
        this.now = now;
    }

    public Condition render(String type, boolean met, String reason, String message) {
        var status = met ? "True" : "False";
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(shortened(message))
                .withObservedGeneration(generation)
                .withLastTransitionTime(lastTransition(type, status))
                .build();
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE - CUT.length()) + CUT;
    }

    private String lastTransition(String type, String status) {
        return find(before, type)
                .filter(old -> status.equals(old.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** The condition of that type. */
    public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return Objects.requireNonNullElse(conditions, List.<Condition>of()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
