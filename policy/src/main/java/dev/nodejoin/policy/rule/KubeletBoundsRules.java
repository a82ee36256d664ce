package dev.nodejoin.policy.rule;

import dev.nodejoin.api.v1alpha1.ExtraArgumentBound;
import dev.nodejoin.api.v1alpha1.KubeletBounds;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks what a machine's kubelet and kubeadm are told against bounds. */
final class KubeletBoundsRules {
    private KubeletBoundsRules() {}

    /** All breaches. Absent bounds bound nothing. */
    static Stream<Breach> check(@Nullable KubeletBounds bounds, AskedKubelet asked) {
        if (bounds == null) return Stream.empty();
        return Stream.of(
                        argumentsAreAllowed(bounds, asked),
                        patchesAreAllowed(bounds, asked),
                        areAllowed("kubelet.skipPhases", asked.skipPhases(), bounds.skipPhases()),
                        errorsMayBeIgnored(bounds, asked),
                        socketsAreAllowed(bounds, asked),
                        areAllowed(
                                "kubelet.imagePullPolicy",
                                List.of(asked.imagePullPolicy()),
                                bounds.imagePullPolicies()))
                .flatMap(breaches -> breaches);
    }

    private static Stream<Breach> argumentsAreAllowed(KubeletBounds bounds, AskedKubelet asked) {
        var allowed = bounds.extraArgs();
        if (allowed == null) return Stream.empty();
        return asked.extraArgs().stream()
                .filter(argument ->
                        allowed.stream().filter(Objects::nonNull).noneMatch(bound -> allows(bound, argument)))
                .map(argument -> new Breach(
                        "kubelet.extraArgs",
                        "has %s=%s, which is not allowed".formatted(argument.name(), argument.value())));
    }

    private static boolean allows(ExtraArgumentBound bound, AskedKubelet.Argument argument) {
        return bound.name() != null
                && new NamePattern(bound.name()).matches(argument.name())
                && NamePattern.anyMatchesOrAbsent(bound.values(), argument.value());
    }

    private static Stream<Breach> patchesAreAllowed(KubeletBounds bounds, AskedKubelet asked) {
        if (bounds.patchedFields() == null && bounds.criSockets() == null) return Stream.empty();
        return Stream.concat(patchesAreReadable(asked), fieldsMayBePatched(bounds, asked));
    }

    /** Where what patches do is bounded, one that can't be read does who knows what. */
    private static Stream<Breach> patchesAreReadable(AskedKubelet asked) {
        return asked.patches().unreadable().stream().map(why -> new Breach("kubelet.patches", "can't be read: " + why));
    }

    private static Stream<Breach> fieldsMayBePatched(KubeletBounds bounds, AskedKubelet asked) {
        if (bounds.patchedFields() == null) return Stream.empty();
        return areAllowed("kubelet.patches", asked.patches().fields(), bounds.patchedFields());
    }

    private static Stream<Breach> socketsAreAllowed(KubeletBounds bounds, AskedKubelet asked) {
        var allowed = bounds.criSockets();
        if (allowed == null) return Stream.empty();
        return asked.sockets()
                .filter(socket -> !NamePattern.anyMatches(allowed, socket.name()))
                .map(socket -> new Breach(socket.field(), "has %s, which is not allowed".formatted(socket.said())));
    }

    /** kubeadm does not tell capital letters from small ones here. */
    private static Stream<Breach> errorsMayBeIgnored(KubeletBounds bounds, AskedKubelet asked) {
        var allowed = bounds.ignorePreflightErrors();
        if (allowed == null) return Stream.empty();
        return areAllowed(
                "kubelet.ignorePreflightErrors", lowerCase(asked.ignorePreflightErrors()), lowerCase(allowed));
    }

    private static Stream<Breach> areAllowed(String field, List<String> named, @Nullable List<String> patterns) {
        if (patterns == null) return Stream.empty();
        return named.stream()
                .filter(name -> !NamePattern.anyMatches(patterns, name))
                .map(name -> new Breach(field, "has %s, which is not allowed".formatted(name)));
    }

    private static List<String> lowerCase(List<String> names) {
        return names.stream()
                .filter(Objects::nonNull)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }
}
