package dev.nodejoin.policy.gate;

import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.PromisedCertificate;
import dev.nodejoin.policy.gate.InboxEntry.Decision;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.PublicKeyInfo;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which machines that nobody asked for get a place in the inbox.
 *
 * <p>Whoever has a bootstrap token can make certificate signing requests without end. So a machine, which is a token and a
 * key, has one place at most; a token has {@value #MOST_PER_TOKEN} that are not approved, denied ones among them; and the
 * inbox has its bound. Those that ask the longest come first. What is malformed or wants the name of a Node gets none.
 */
public final class InboxRules {
    public static final int MOST_PER_TOKEN = 3;

    /** A kubelet writes its name into a label's value. */
    private static final int LONGEST_NODE_NAME = 63;

    /** What {@code spec.unrequested} holds of the signing request's name, which whoever asks chooses. */
    private static final int LONGEST_REQUEST_NAME = 253;

    /** What {@code spec.identity.publicKey} holds. */
    private static final int LONGEST_KEY = 4096;

    private InboxRules() {}

    /**
     * Judges who is to be taken in.
     *
     * @param max how many may be undecided at once
     */
    public static InboxVerdict judge(List<BootstrapRequest> pending, List<InboxEntry> entries, int max, Instant now) {
        var candidates = candidates(pending);
        var taken = new ArrayList<InboxCandidate>();
        for (var candidate : waiting(candidates, entries))
            if (hasPlace(candidate, entries, taken, max)) taken.add(candidate);
        var notTaken = waiting(candidates, entries).size() - taken.size() + malformed(pending);
        return new InboxVerdict(taken, notTaken, expired(entries, now));
    }

    /** Requests of the inbox that nobody decided in time. A denial is never taken away. */
    public static List<InboxEntry> expired(List<InboxEntry> entries, Instant now) {
        return entries.stream()
                .filter(entry -> entry.decision() == Decision.NONE)
                .filter(entry -> !now.isBefore(entry.expiresAt()))
                .toList();
    }

    private static boolean hasPlace(
            InboxCandidate candidate, List<InboxEntry> entries, List<InboxCandidate> taken, int max) {
        var undecided = entries.stream()
                        .filter(entry -> entry.decision() == Decision.NONE)
                        .count()
                + taken.size();
        return undecided < max && ofSameToken(candidate, entries, taken) < MOST_PER_TOKEN;
    }

    private static long ofSameToken(InboxCandidate candidate, List<InboxEntry> entries, List<InboxCandidate> taken) {
        var token = candidate.tokenId();
        return entries.stream()
                        .filter(entry -> entry.decision() != Decision.APPROVED)
                        .filter(entry -> entry.tokenId().equals(token.value()))
                        .count()
                + taken.stream().filter(other -> other.tokenId().equals(token)).count();
    }

    /** Those that are not in the inbox already. */
    private static List<InboxCandidate> waiting(List<InboxCandidate> candidates, List<InboxEntry> entries) {
        return candidates.stream()
                .filter(candidate -> entries.stream().noneMatch(entry -> isSameMachine(candidate, entry)))
                .toList();
    }

    private static boolean isSameMachine(InboxCandidate candidate, InboxEntry entry) {
        return entry.tokenId().equals(candidate.tokenId().value())
                && entry.publicKeySha256().equals(candidate.key().sha256());
    }

    private static int malformed(List<BootstrapRequest> pending) {
        return (int)
                pending.stream().filter(request -> candidate(request).isEmpty()).count();
    }

    /** One per token and key, those that ask the longest first. */
    private static List<InboxCandidate> candidates(List<BootstrapRequest> pending) {
        var machines = new LinkedHashMap<Map.Entry<TokenId, PublicKeyInfo>, InboxCandidate>();
        pending.stream()
                .sorted(Comparator.comparing(BootstrapRequest::createdAt).thenComparing(BootstrapRequest::name))
                .flatMap(request -> candidate(request).stream())
                .forEach(candidate ->
                        machines.merge(Map.entry(candidate.tokenId(), candidate.key()), candidate, InboxRules::newest));
        return List.copyOf(machines.values());
    }

    private static InboxCandidate newest(InboxCandidate first, InboxCandidate later) {
        return new InboxCandidate(
                later.nodeName(),
                later.tokenId(),
                later.key(),
                later.requestName(),
                later.requestUid(),
                first.firstSeen());
    }

    private static Optional<InboxCandidate> candidate(BootstrapRequest request) {
        var token = TokenId.ofUserName(request.requested().requester());
        var nodeName = BootstrapRequest.nodeName(request.requested());
        if (token.isEmpty()
                || nodeName.isEmpty()
                || nodeName.get().length() > LONGEST_NODE_NAME
                || request.name().length() > LONGEST_REQUEST_NAME) return Optional.empty();
        var promised =
                new PromisedCertificate(nodeName.get(), token.get(), true, Optional.empty(), request.nodeExists());
        return CertificateRules.judgeUnrequested(request.requested(), promised) instanceof CertificateVerdict.Approve
                ? key(request)
                        .filter(key -> key.toPem().length() <= LONGEST_KEY)
                        .map(key -> new InboxCandidate(
                                nodeName.get(), token.get(), key, request.name(), request.uid(), request.createdAt()))
                : Optional.empty();
    }

    private static Optional<PublicKeyInfo> key(BootstrapRequest request) {
        return request.requested().parsed() instanceof CertificateRequest.Parsed(var parsed)
                ? Optional.of(parsed.publicKey())
                : Optional.empty();
    }
}
