package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import dev.nodejoin.protocol.pki.PublicKeyInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request can be served at all. The schema refuses most of this at the API server; a request that was stored under
 * another schema is refused here.
 */
final class AcceptanceRules {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int LONGEST_NODE_NAME = 63;
    private static final Duration SHORTEST_TOKEN = Duration.ofMinutes(10);
    private static final Duration LONGEST_TOKEN = Duration.ofDays(1);
    private static final Duration SHORTEST_DEADLINE = Duration.ofMinutes(10);

    private AcceptanceRules() {}

    /** The first problem, or empty. */
    static Optional<Finding> problem(RequestFacts request, boolean namespaceServed) {
        return problem(request.spec(), namespaceServed, request.namespace())
                .or(() -> UnrequestedPlanning.problem(request)
                        .map(problem -> Finding.unmet(Reason.OUT_OF_BOUNDS, problem)))
                .or(() -> suspended(request.spec()));
    }

    private static Optional<Finding> problem(NodeJoinRequestSpec spec, boolean namespaceServed, String namespace) {
        if (!namespaceServed)
            return unmet(
                    Reason.NAMESPACE_NOT_SERVED,
                    "The operator's configuration does not list namespace %s under namespaces".formatted(namespace));
        if (!isNodeName(spec.nodeName()))
            return unmet(Reason.OUT_OF_BOUNDS, "spec.nodeName must be an RFC 1123 subdomain, not: " + spec.nodeName());
        if (!isTokenLifetime(Terms.tokenLifetime(spec)))
            return unmet(
                    Reason.OUT_OF_BOUNDS,
                    "spec.token.ttlSeconds must be from %d to %d"
                            .formatted(SHORTEST_TOKEN.toSeconds(), LONGEST_TOKEN.toSeconds()));
        if (!isDeadline(Terms.deadlineSeconds(spec)))
            return unmet(
                    Reason.OUT_OF_BOUNDS,
                    "spec.deadlineSeconds must be from %d to %d"
                            .formatted(SHORTEST_DEADLINE.toSeconds(), Terms.LONGEST_DEADLINE.toSeconds()));
        return keyProblem(Terms.pinnedKeyPem(spec)).or(() -> settingsProblem(spec));
    }

    private static Optional<Finding> settingsProblem(NodeJoinRequestSpec spec) {
        try {
            MachineSettingsReader.read(spec.kubelet());
            Terms.certificateLifetime(spec).ifPresent(AcceptanceRules::requireLifetime);
            return Optional.empty();
        } catch (MalformedInputException e) {
            return unmet(Reason.OUT_OF_BOUNDS, "spec." + e.getMessage());
        }
    }

    private static Optional<Finding> keyProblem(@Nullable String pem) {
        if (pem == null) return Optional.empty();
        try {
            PublicKeyInfo.fromPem(pem);
            return Optional.empty();
        } catch (MalformedInputException e) {
            return unmet(Reason.OUT_OF_BOUNDS, "spec.identity.publicKey: " + e.getMessage());
        }
    }

    private static void requireLifetime(Duration lifetime) {
        try {
            var _ = new CertificateLifetime(lifetime.toSeconds());
        } catch (MalformedInputException e) {
            throw new MalformedInputException("kubelet.certificateLifetimeSeconds " + e.getMessage());
        }
    }

    private static Optional<Finding> suspended(NodeJoinRequestSpec spec) {
        return Boolean.TRUE.equals(spec.suspend())
                ? unmet(Reason.SUSPENDED, "spec.suspend is true: nothing is minted or approved")
                : Optional.empty();
    }

    private static boolean isNodeName(@Nullable String name) {
        return name != null
                && name.length() <= LONGEST_NODE_NAME
                && SUBDOMAIN.matcher(name).matches();
    }

    private static boolean isTokenLifetime(Duration lifetime) {
        return lifetime.compareTo(SHORTEST_TOKEN) >= 0 && lifetime.compareTo(LONGEST_TOKEN) <= 0;
    }

    private static boolean isDeadline(long seconds) {
        return seconds >= SHORTEST_DEADLINE.toSeconds() && seconds <= Terms.LONGEST_DEADLINE.toSeconds();
    }

    private static Optional<Finding> unmet(String reason, String message) {
        return Optional.of(Finding.unmet(reason, message));
    }
}
