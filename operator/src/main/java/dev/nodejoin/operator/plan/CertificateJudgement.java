package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.policy.ban.BanRules;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.PromisedCertificate;
import dev.nodejoin.policy.certificate.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a certificate signing request deserves: bans first, then what was promised, then the policies. */
final class CertificateJudgement {
    static final CertificateVerdict.Deny SPENT = new CertificateVerdict.Deny(
            List.of(new Refusal(Refusal.Reason.TOKEN_SPENT, "the token that made it is spent")));

    private CertificateJudgement() {}

    static CertificateVerdict of(Planning planning, CertificateRequestFacts request) {
        return byBans(planning, request).orElseGet(() -> byPromise(planning, request));
    }

    private static CertificateVerdict byPromise(Planning planning, CertificateRequestFacts request) {
        var verdict = planning.request()
                .origin()
                .map(origin ->
                        CertificateRules.judgeUnrequested(request.requested(), UnrequestedPlanning.promised(planning)))
                .orElseGet(() -> CertificateRules.judge(request.requested(), promised(planning)));
        return verdict instanceof CertificateVerdict.Approve approve
                ? PolicyPlanning.judge(planning, request, approve)
                : verdict;
    }

    private static Optional<CertificateVerdict> byBans(Planning planning, CertificateRequestFacts request) {
        return BanRules.judge(request.requested(), planning.snapshot().bans(), planning.now())
                .map(deny -> deny);
    }

    /** What was claimed may have been made with the token before. */
    static CertificateVerdict ofSpent(Planning planning, CertificateRequestFacts request) {
        if (!request.requested().groups().contains(CertificateRules.TOKEN_GROUP))
            return new CertificateVerdict.Ignore("made with a token that the operator did not mint");
        return byBans(planning, request).orElseGet(() -> byToken(planning, request));
    }

    private static CertificateVerdict byToken(Planning planning, CertificateRequestFacts request) {
        return isOfNewestToken(planning, request)
                ? CertificateRules.judge(request.requested(), promised(planning).withSpentToken())
                : SPENT;
    }

    static boolean isOfNewestToken(Planning planning, CertificateRequestFacts request) {
        return planning.request()
                .askingToken()
                .filter(id -> id.userName().equals(request.requested().requester()))
                .isPresent();
    }

    private static PromisedCertificate promised(Planning planning) {
        var token = planning.token().orElseThrow();
        var expiry = Timestamps.parse(token.expiresAt()).orElse(Instant.EPOCH);
        return new PromisedCertificate(
                planning.nodeName(),
                planning.request().tokenId().orElseThrow(),
                planning.now().isBefore(expiry),
                pinnedKey(planning),
                planning.snapshot().node().isPresent() && Rejoin.open(planning).isEmpty());
    }

    private static Optional<String> pinnedKey(Planning planning) {
        var rejoin = Rejoin.open(planning);
        if (rejoin.isPresent())
            return TokenPlanning.pinnedKey(planning.request())
                    .or(() -> rejoin.get().key());
        var certificate = planning.request().status().certificate();
        var firstApproved = certificate == null ? null : certificate.publicKeySHA256();
        return TokenPlanning.pinnedKey(planning.request()).or(() -> Optional.ofNullable(firstApproved));
    }
}
