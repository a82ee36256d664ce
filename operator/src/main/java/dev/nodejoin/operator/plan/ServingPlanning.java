package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.api.v1alpha1.ConditionType.SERVING_CERTIFICATE_ISSUED;

import dev.nodejoin.api.v1alpha1.ServingCertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.HostAddress;
import dev.nodejoin.policy.certificate.PromisedServing;
import dev.nodejoin.policy.certificate.ServingCertificateRules;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The certificate with which a registered node's kubelet serves. It stands beside the join and holds nothing up.
 *
 * <p>Of a node's requests the newest counts; older ones are left alone. A kubelet renews by asking again, and that is judged
 * like the first time. Meanwhile the certificate that it has is as good as before.
 */
final class ServingPlanning {
    private static final Duration UNTIL_THE_NEXT_LOOK = Duration.ofSeconds(30);

    private ServingPlanning() {}

    /**
     * What comes next.
     *
     * @param lookAgainAt when time alone changes it; then there is no effect
     */
    record Next(Effect effect, Optional<Instant> lookAgainAt) {
        private static Next of(Effect effect) {
            return new Next(effect, Optional.empty());
        }
    }

    /** Where serving certificates are allowed there is a condition from the beginning. */
    static Planning announce(Planning planning) {
        return isAllowed(planning)
                ? planning.unmet(SERVING_CERTIFICATE_ISSUED, Reason.PENDING, "Waits for " + NODE_REGISTERED.label())
                : planning;
    }

    private static boolean isAllowed(Planning planning) {
        return planning.snapshot().serving().terms().allowed();
    }

    /** What was issued before; nothing is judged. */
    static void describe(Planning planning) {
        if (!isAllowed(planning)) return;
        recorded(planning)
                .ifPresentOrElse(
                        certificate -> tell(planning, certificate),
                        () -> planning.unmet(SERVING_CERTIFICATE_ISSUED, Reason.PENDING, "Nothing is decided now"));
    }

    /** For an approved request whose Node is there. */
    static Next plan(Planning planning) {
        if (!isAllowed(planning)) return Next.of(new Effect.None());
        return newest(planning).map(request -> follow(planning, request)).orElseGet(() -> awaitRequest(planning));
    }

    private static Optional<CertificateRequestFacts> newest(Planning planning) {
        return planning.snapshot().serving().certificateRequests().stream()
                .max(Comparator.comparing(CertificateRequestFacts::createdAt)
                        .thenComparingInt(ServingPlanning::openness)
                        .thenComparing(CertificateRequestFacts::name));
    }

    /** Creation is known to the second; of requests made in the same one, what is still to be done comes first. */
    private static int openness(CertificateRequestFacts request) {
        return switch (request.outcome()) {
            case Outcome.Undecided undecided -> 2;
            case Outcome.Approved approved -> 1;
            case Outcome.Denied denied -> 0;
            case Outcome.Failed failed -> 0;
        };
    }

    private static Next awaitRequest(Planning planning) {
        return recorded(planning)
                .map(certificate -> tell(planning, certificate))
                .orElseGet(() -> unmet(
                        planning,
                        Reason.AWAITING_REQUEST,
                        "The kubelet has not asked for a serving certificate, as it does with serverTLSBootstrap"));
    }

    private static Next follow(Planning planning, CertificateRequestFacts request) {
        return switch (request.outcome()) {
            case Outcome.Undecided() -> judge(planning, request);
            case Outcome.Approved approved -> awaitSigner(planning, request);
            case Outcome.Denied(var reason, var message) ->
                refused(planning, "Request %s was denied: %s".formatted(request.name(), message));
            case Outcome.Failed(var reason, var message) ->
                refused(planning, "Request %s failed at its signer: %s".formatted(request.name(), message));
        };
    }

    private static Next judge(Planning planning, CertificateRequestFacts request) {
        return switch (verdict(planning, request)) {
            case CertificateVerdict.Approve approve -> {
                await(planning, Reason.AWAITING_SIGNER, "Request %s is as promised".formatted(request.name()));
                yield Next.of(new Effect.ApproveServing(request));
            }
            case CertificateVerdict.Deny deny -> {
                refused(planning, "Request %s is refused: %s".formatted(request.name(), deny.message()));
                yield Next.of(new Effect.DenyServing(request, deny));
            }
            case CertificateVerdict.Wait(var waitingFor) ->
                await(
                        planning,
                        Reason.AWAITING_ADDRESSES,
                        "Request %s waits: %s".formatted(request.name(), waitingFor));
            case CertificateVerdict.Ignore ignore -> awaitRequest(planning);
        };
    }

    private static CertificateVerdict verdict(Planning planning, CertificateRequestFacts request) {
        var verdict = ServingCertificateRules.judge(request.requested(), promised(planning));
        return verdict instanceof CertificateVerdict.Approve approve
                ? PolicyPlanning.judgeServing(planning, request, approve)
                : verdict;
    }

    private static PromisedServing promised(Planning planning) {
        var serving = planning.snapshot().serving();
        return new PromisedServing(
                planning.nodeName(),
                serving.terms(),
                addresses(planning.request().spec().addresses()),
                isVouchedFor(planning),
                serving.reported(),
                serving.surroundings());
    }

    private static boolean isVouchedFor(Planning planning) {
        var approved = planning.request().status().approved();
        return approved != null && approved.by() != null && !approved.by().isEmpty();
    }

    private static Set<HostAddress> addresses(@Nullable List<String> texts) {
        if (texts == null) return Set.of();
        return texts.stream().filter(Objects::nonNull).map(HostAddress::new).collect(Collectors.toSet());
    }

    private static Next awaitSigner(Planning planning, CertificateRequestFacts request) {
        return request.certificate()
                .flatMap(pem -> issued(request, pem))
                .map(certificate -> {
                    planning.draft().servingCertificate(certificate);
                    return tell(planning, certificate);
                })
                .orElseGet(() -> await(
                        planning,
                        Reason.AWAITING_SIGNER,
                        "Request %s is approved and waits for its signer".formatted(request.name())));
    }

    private static Optional<ServingCertificateStatus> issued(CertificateRequestFacts request, String pem) {
        try {
            var leaf = CertificateBundle.parse(pem).certificates().getFirst();
            return Optional.of(new ServingCertificateStatus(
                    request.name(),
                    leaf.getSerialNumber().toString(16),
                    Timestamps.format(leaf.getNotAfter().toInstant())));
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
    }

    private static Optional<ServingCertificateStatus> recorded(Planning planning) {
        return Optional.ofNullable(planning.request().status().servingCertificate());
    }

    private static boolean isGood(Planning planning, ServingCertificateStatus certificate) {
        return planning.now().isBefore(end(certificate));
    }

    private static Instant end(ServingCertificateStatus certificate) {
        return Timestamps.parse(certificate.notAfter()).orElse(Instant.EPOCH);
    }

    private static Next tell(Planning planning, ServingCertificateStatus certificate) {
        if (!isGood(planning, certificate))
            return unmet(
                    planning,
                    Reason.EXPIRED,
                    "Serving certificate %s ran out at %s and was not renewed"
                            .formatted(certificate.serial(), certificate.notAfter()));
        planning.met(SERVING_CERTIFICATE_ISSUED, Reason.ISSUED, sentence(certificate));
        return new Next(new Effect.None(), Optional.of(end(certificate)));
    }

    private static String sentence(ServingCertificateStatus certificate) {
        return "Serving certificate %s, good until %s".formatted(certificate.serial(), certificate.notAfter());
    }

    private static Next await(Planning planning, String reason, String message) {
        besideWhatIsGood(planning, reason, message);
        return new Next(new Effect.None(), Optional.of(planning.now().plus(UNTIL_THE_NEXT_LOOK)));
    }

    private static Next refused(Planning planning, String message) {
        besideWhatIsGood(planning, Reason.REFUSED, message);
        return new Next(new Effect.None(), good(planning).map(ServingPlanning::end));
    }

    /** What is awaited or refused is told beside what the kubelet has, as long as that is good. */
    private static void besideWhatIsGood(Planning planning, String reason, String message) {
        good(planning)
                .ifPresentOrElse(
                        certificate -> planning.met(
                                SERVING_CERTIFICATE_ISSUED, Reason.ISSUED, sentence(certificate) + ". " + message),
                        () -> planning.unmet(SERVING_CERTIFICATE_ISSUED, reason, message));
    }

    private static Optional<ServingCertificateStatus> good(Planning planning) {
        return recorded(planning).filter(certificate -> isGood(planning, certificate));
    }

    private static Next unmet(Planning planning, String reason, String message) {
        planning.unmet(SERVING_CERTIFICATE_ISSUED, reason, message);
        return Next.of(new Effect.None());
    }
}
