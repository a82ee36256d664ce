package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.approval.SpecHash;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.policy.fact.AskedCertificate;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.fact.NodeView;
import dev.nodejoin.policy.fact.TokenView;
import dev.nodejoin.policy.rule.PolicyRefusal;
import dev.nodejoin.policy.rule.PolicyVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What policies say about a join that is under way. Once the certificate of an approved specification is out they have no
 * more say, until a machine may join again in the Node's place: they govern joins, not Nodes. Serving certificates are the
 * exception: each is judged by the policies of the day.
 */
final class PolicyPlanning {
    /** How soon a request is looked at again whose rules ask for the time. */
    static final Duration TIMELY = Duration.ofMinutes(1);

    /** Signers count from a little before they were asked. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Set<String> FINAL = Set.of(Reason.DENIED, Reason.EXPIRED);

    private PolicyPlanning() {}

    /** Why the request can't be approved, with all that is wrong; empty if policies let it pass or have no say. */
    static Optional<Finding> problem(Planning planning) {
        if (isSettled(planning)) return Optional.empty();
        var verdict = planning.snapshot().governance().policies().judgeRequest(facts(planning));
        planning.draft().audit(verdict.audited());
        return switch (verdict) {
            case PolicyVerdict.Admit admit -> Optional.empty();
            case PolicyVerdict.Refuse refuse ->
                Optional.of(Finding.unmet(
                        refuse.isOutOfBounds() ? Reason.OUT_OF_BOUNDS : Reason.RULE_FAILED, refuse.message()));
        };
    }

    /** Asked about a certificate that is as promised. Only what is proven is denied. */
    static CertificateVerdict judge(
            Planning planning, CertificateRequestFacts request, CertificateVerdict.Approve approve) {
        var facts = facts(planning).with(token(planning), asked(request));
        return refuse(
                planning, request, planning.snapshot().governance().policies().judgeCertificate(facts), approve);
    }

    /** Asked about a serving certificate that is as promised; no token is spoken of. */
    static CertificateVerdict judgeServing(
            Planning planning, CertificateRequestFacts request, CertificateVerdict.Approve approve) {
        var facts = facts(planning).with(Optional.empty(), asked(request));
        return refuse(
                planning, request, planning.snapshot().governance().policies().judgeServing(facts), approve);
    }

    private static CertificateVerdict refuse(
            Planning planning,
            CertificateRequestFacts request,
            PolicyVerdict verdict,
            CertificateVerdict.Approve approve) {
        planning.draft().audit(verdict.audited());
        return switch (verdict) {
            case PolicyVerdict.Admit admit -> approve;
            case PolicyVerdict.Refuse refuse ->
                refuse.proven().isEmpty()
                        ? new CertificateVerdict.Wait(
                                "Request %s waits: %s".formatted(request.name(), refuse.message()))
                        : new CertificateVerdict.Deny(refuse.proven().stream()
                                .map(PolicyPlanning::refusal)
                                .toList());
        };
    }

    private static Refusal refusal(PolicyRefusal refusal) {
        return new Refusal(Refusal.Reason.POLICY, refusal.describe());
    }

    /** How long the certificate may live: what the policies want of those that are asked for. */
    static Optional<Duration> longestLifetime(Planning planning) {
        var governance = planning.snapshot().governance();
        return governance.policies().longestLifetime(governance.join(planning.request()));
    }

    /** Tells if a certificate lives longer than a policy wants: the machine did not ask for less, or the signer gave more. */
    static String lifetimeRemark(Planning planning, CertificateStatus certificate) {
        var longest = longestLifetime(planning);
        var issuedAt = Timestamps.parse(certificate.issuedAt());
        var notAfter = Timestamps.parse(certificate.notAfter());
        if (longest.isEmpty() || issuedAt.isEmpty() || notAfter.isEmpty()) return "";
        var end = issuedAt.get().plus(longest.get());
        return notAfter.get().isAfter(end.plus(TOLERANCE))
                ? ", which is longer than the %d seconds of a policy: the machine did not ask for less, or the signer gave more"
                        .formatted(longest.get().toSeconds())
                : "";
    }

    /** Rules that ask for the time are asked again, as long as that can matter. */
    static JoinPlan timely(Planning planning, JoinPlan plan) {
        var governance = planning.snapshot().governance();
        if (isSettled(planning)
                || isOver(plan)
                || !governance.policies().dependOnTime(governance.join(planning.request()))) return plan;
        return plan.lookingAgainAt(planning.now().plus(TIMELY));
    }

    private static boolean isOver(JoinPlan plan) {
        return Conditions.of(plan.status().conditions(), APPROVED)
                .filter(condition -> FINAL.contains(condition.getReason()))
                .isPresent();
    }

    /** The certificate is out, no other can come of the request now, and what was approved is still what is asked for. */
    private static boolean isSettled(Planning planning) {
        var approved = planning.request().status().approved();
        return Standing.of(planning) != Standing.JOINING
                && Rejoin.open(planning).isEmpty()
                && !RejoinPlanning.isUnderWay(planning)
                && approved != null
                && SpecHash.of(planning.request().spec()).value().equals(approved.specHash());
    }

    private static Facts facts(Planning planning) {
        return Facts.of(
                planning.snapshot().governance().join(planning.request()),
                planning.snapshot().node().map(PolicyPlanning::node),
                planning.now());
    }

    private static NodeView node(NodeFacts node) {
        return new NodeView(
                node.uid(), node.createdAt(), node.ready(), node.labels(), node.annotations(), node.taints());
    }

    private static Optional<TokenView> token(Planning planning) {
        return planning.token()
                .map(token -> new TokenView(
                        Objects.requireNonNullElse(token.id(), ""),
                        Objects.requireNonNullElse(token.attempt(), 1),
                        Timestamps.parse(token.expiresAt()).orElse(Instant.EPOCH)));
    }

    private static AskedCertificate asked(CertificateRequestFacts request) {
        return new AskedCertificate(request.name(), request.createdAt(), request.lifetime(), request.requested());
    }
}
