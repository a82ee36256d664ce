package dev.nodejoin.policy.rule;

import dev.nodejoin.api.v1alpha1.LabelBound;
import dev.nodejoin.api.v1alpha1.RequestBounds;
import dev.nodejoin.api.v1alpha1.TaintBound;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a request against bounds, field by field. */
final class BoundsRules {
    private static final List<Rule> RULES = List.of(
            (bounds, asked) -> named("nodeName", asked.nodeName(), bounds.nodeNames()),
            (bounds, asked) -> oneOf("role", asked.role(), bounds.roles()),
            (bounds, asked) -> oneOf("credential", asked.credential(), bounds.credentials()),
            (bounds, asked) -> oneOf("handOff", asked.handOff(), bounds.handOffs()),
            (bounds, asked) -> oneOf("discovery", asked.discovery(), bounds.discoveries()),
            (bounds, asked) -> atMost("token.ttlSeconds", asked.tokenTtlSeconds(), bounds.maxTokenTtlSeconds()),
            (bounds, asked) -> atMost("deadlineSeconds", asked.deadlineSeconds(), bounds.maxDeadlineSeconds()),
            (bounds, asked) -> oneOf("rejoin", asked.rejoin(), bounds.rejoins()),
            BoundsRules::identityIsPinned,
            BoundsRules::labelsAreAllowed,
            BoundsRules::annotationsAreAllowed,
            BoundsRules::taintsAreAllowed,
            BoundsRules::addressesAreAllowed,
            (bounds, asked) -> KubeletBoundsRules.check(bounds.kubelet(), asked.kubelet()),
            BoundsRules::requesterIsNamed,
            BoundsRules::requesterMayAsk);

    private BoundsRules() {}

    /** One bound. */
    private interface Rule {
        Stream<Breach> check(RequestBounds bounds, AskedFields asked);
    }

    /** All breaches. Absent bounds bound nothing. */
    static List<Breach> check(@Nullable RequestBounds bounds, AskedFields asked) {
        if (bounds == null) return List.of();
        return RULES.stream().flatMap(rule -> rule.check(bounds, asked)).toList();
    }

    private static Stream<Breach> named(String field, String name, @Nullable List<String> patterns) {
        return unless(
                NamePattern.anyMatchesOrAbsent(patterns, name),
                field,
                "is %s, allowed is %s".formatted(name, patterns));
    }

    private static Stream<Breach> oneOf(String field, String kind, @Nullable List<String> allowed) {
        return unless(
                allowed == null || allowed.contains(kind), field, "is %s, allowed is %s".formatted(kind, allowed));
    }

    private static Stream<Breach> atMost(String field, long seconds, @Nullable Long most) {
        return unless(most == null || seconds <= most, field, "is %d, at most %s is allowed".formatted(seconds, most));
    }

    private static Stream<Breach> identityIsPinned(RequestBounds bounds, AskedFields asked) {
        var required = Boolean.TRUE.equals(bounds.identityRequired());
        return unless(!required || asked.pinned(), "identity", "is absent, the machine's key must be pinned");
    }

    private static Stream<Breach> labelsAreAllowed(RequestBounds bounds, AskedFields asked) {
        var allowed = bounds.labels();
        if (allowed == null) return Stream.empty();
        return asked.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(label -> allowed.stream().filter(Objects::nonNull).noneMatch(bound -> allows(bound, label)))
                .map(label -> new Breach(
                        "node.labels", "has %s=%s, which is not allowed".formatted(label.getKey(), label.getValue())));
    }

    private static boolean allows(LabelBound bound, Map.Entry<String, String> label) {
        return matches(bound.key(), label.getKey()) && NamePattern.anyMatchesOrAbsent(bound.values(), label.getValue());
    }

    private static Stream<Breach> annotationsAreAllowed(RequestBounds bounds, AskedFields asked) {
        var allowed = bounds.annotations();
        if (allowed == null) return Stream.empty();
        return asked.annotations().stream()
                .sorted()
                .filter(key -> !NamePattern.anyMatches(allowed, key))
                .map(key -> new Breach("node.annotations", "has %s, which is not allowed".formatted(key)));
    }

    private static Stream<Breach> taintsAreAllowed(RequestBounds bounds, AskedFields asked) {
        var allowed = bounds.taints();
        if (allowed == null) return Stream.empty();
        return asked.taints().stream()
                .filter(taint -> allowed.stream().filter(Objects::nonNull).noneMatch(bound -> allows(bound, taint)))
                .map(taint -> new Breach(
                        "node.taints",
                        "has %s=%s:%s, which is not allowed".formatted(taint.key(), taint.value(), taint.effect())));
    }

    private static boolean allows(TaintBound bound, AskedFields.Taint taint) {
        var effects = bound.effects();
        return matches(bound.key(), taint.key())
                && NamePattern.anyMatchesOrAbsent(bound.values(), taint.value())
                && (effects == null || effects.contains(taint.effect()));
    }

    private static boolean matches(@Nullable String pattern, String text) {
        return pattern != null && new NamePattern(pattern).matches(text);
    }

    private static Stream<Breach> addressesAreAllowed(RequestBounds bounds, AskedFields asked) {
        var allowed = bounds.addresses();
        if (allowed == null) return Stream.empty();
        return asked.addresses().stream()
                .filter(address -> !AddressPattern.anyMatches(allowed, address))
                .map(address -> new Breach("addresses", "has %s, which is not allowed".formatted(address)));
    }

    private static Stream<Breach> requesterIsNamed(RequestBounds bounds, AskedFields asked) {
        var required = Boolean.TRUE.equals(bounds.requestedByRequired());
        return unless(!required || asked.requestedBy().isPresent(), "requestedBy", "is absent, it must say who asks");
    }

    private static Stream<Breach> requesterMayAsk(RequestBounds bounds, AskedFields asked) {
        var allowed = bounds.requesters();
        if (allowed == null) return Stream.empty();
        var may = asked.requestedBy()
                .filter(user -> NamePattern.anyMatches(allowed, user))
                .isPresent();
        return unless(
                may,
                "requestedBy",
                "is %s, allowed is %s".formatted(asked.requestedBy().orElse("absent"), allowed));
    }

    private static Stream<Breach> unless(boolean holds, String field, String message) {
        return holds ? Stream.empty() : Stream.of(new Breach(field, message));
    }
}
