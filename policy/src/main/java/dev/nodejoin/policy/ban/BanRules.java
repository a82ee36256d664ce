package dev.nodejoin.policy.ban;

import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.Refusal;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges whether somebody is put out. A ban beats every approval, and adding one never frees anybody. */
public final class BanRules {
    private BanRules() {}

    /** The same facts always give the same verdict; the order of bans is only that of the message. */
    public static BanVerdict judge(Suspect suspect, List<Ban> bans, Instant now) {
        var hits = bans.stream()
                .filter(ban -> ban.isInForce(now))
                .filter(ban -> ban.hits(suspect))
                .toList();
        return hits.isEmpty() ? new BanVerdict.Free() : new BanVerdict.Banned(hits);
    }

    /** The denial of a certificate that is asked for with a bootstrap token; empty if nobody who is banned asks. */
    public static Optional<CertificateVerdict.Deny> judge(RequestedCertificate requested, List<Ban> bans, Instant now) {
        return switch (judge(Suspect.of(requested), bans, now)) {
            case BanVerdict.Free free -> Optional.empty();
            case BanVerdict.Banned banned ->
                Optional.of(new CertificateVerdict.Deny(List.of(new Refusal(Refusal.Reason.BANNED, banned.message()))));
        };
    }
}
