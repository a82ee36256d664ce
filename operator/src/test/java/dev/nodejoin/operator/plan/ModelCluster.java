package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.fixture.Statuses;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import dev.nodejoin.policy.approval.WrittenApproval;
import dev.nodejoin.protocol.token.TokenId;
import dev.nodejoin.protocol.token.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as far as a join sees it, kept in memory: requests, the Lease of one node name, token and hand-off Secrets,
 * certificate signing requests, one Node, the protecting admission policies. Writes fail as the API server's do: on another
 * resource version, on a name that is taken, on an object that is gone. Every write is examined by {@link ModelRules}.
 */
final class ModelCluster {
    static final String NODE_NAME = "worker-1";
    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00.125Z");
    /** API servers may recognise a token this long after its Secret was overwritten. */
    static final Duration LINGER = Duration.ofSeconds(10);

    final Map<String, Versioned<RequestFacts>> requests = new LinkedHashMap<>();
    final Map<String, Versioned<WrittenApproval>> approvals = new LinkedHashMap<>();
    final Map<TokenId, TokenSecret> tokens = new LinkedHashMap<>();
    final Set<TokenId> signed = new HashSet<>();
    private final Set<TokenId> looked = new HashSet<>();
    final Map<String, String> handOffs = new LinkedHashMap<>();
    final Map<String, Versioned<CertificateRequestFacts>> certificateRequests = new LinkedHashMap<>();
    final Set<String> everDenied = new HashSet<>();
    /** Request by the UID of the signing request that it approved. */
    final Map<String, String> approvedFor = new LinkedHashMap<>();
    /** Machine by the UID of the signing request that it made. */
    final Map<String, String> madeBy = new LinkedHashMap<>();
    /** Machine behind the Node by the Node's UID: the one that registered it, or that joined again in its place. */
    final Map<String, String> registeredBy = new LinkedHashMap<>();

    Optional<NameHold> lease = Optional.empty();
    Optional<Versioned<NodeFacts>> node = Optional.empty();
    /** When the Node's Lease was renewed. */
    Instant renewedAt = Instant.EPOCH;

    Protection protection = JoinSnapshots.INTACT;
    ApprovalTerms terms = ApprovalTerms.ONE_PERSON;
    /** Why nothing can be handed over: {@link Reason#MINTING} for want of an address, else what ails cluster-info. */
    Optional<String> lacking = Optional.empty();

    Instant now = BEGIN;

    private final ModelRules rules = new ModelRules(this);
    private final List<Supplier<String>> story = new ArrayList<>();
    private int count;

    /** An object as it was at one resource version. */
    record Versioned<T>(int version, T value) {}

    /** A Secret that bears a token's name. */
    sealed interface TokenSecret {
        /** Recognised until it expires. */
        record Real(String requestUid, Instant expiresAt) implements TokenSecret {}

        record Tombstone(String requestUid, Instant buriedAt, boolean wasReal) implements TokenSecret {}

        /** Made by somebody else; the admission policy keeps the operator from it. */
        record Foreign() implements TokenSecret {}
    }

    /** The API server said no: conflict, gone, or there already. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    int next() {
        return ++count;
    }

    /** Written out only if the story has to be told. */
    void tell(Supplier<String> sentence) {
        var at = now;
        story.add(() -> at + "  " + sentence.get());
    }

    String story() {
        return story.stream().map(Supplier::get).collect(Collectors.joining("\n"));
    }

    // Requests

    String ask(String name, String specJson) {
        return ask(name, Specifications.spec(specJson));
    }

    String ask(String name, NodeJoinRequestSpec spec) {
        var uid = "request-" + next();
        var created = now.truncatedTo(ChronoUnit.SECONDS);
        requests.put(
                uid,
                new Versioned<>(
                        next(),
                        new RequestFacts("nodejoin", name, uid, 1, created, spec, NodeJoinRequestStatus.EMPTY)));
        return uid;
    }

    RequestFacts request(String uid) {
        return Objects.requireNonNull(requests.get(uid)).value();
    }

    void edit(String uid, String json) {
        if (!requests.containsKey(uid)) return;
        var is = request(uid);
        var spec = Specifications.edited(is.spec(), json);
        if (spec.equals(is.spec())) return;
        requests.put(uid, new Versioned<>(next(), with(is, is.generation() + 1, spec, is.status())));
    }

    /** As the admission policy allows: the key is the published one, and it is published for this generation. */
    void approve(String uid, String user) {
        if (!requests.containsKey(uid)) return;
        var is = request(uid);
        var published = Optional.ofNullable(is.status().observedGeneration()).orElse(0L);
        var key = is.status().approvalKey();
        if (key == null || published != is.generation() || protection instanceof Protection.Broken) return;
        var approvals = ModelRules.listOf(is.status().approvals());
        if (approvals.stream().anyMatch(entry -> user.equals(entry.by()))) return;
        write(
                uid,
                people(
                        is.status(),
                        plus(approvals, new Approval(user, key, null)),
                        is.status().denials()));
    }

    /** As an object beside the request, of its specification as it is now. */
    void writeApproval(String uid, String user, @Nullable Instant expiresAt) {
        if (!requests.containsKey(uid) || protection instanceof Protection.Broken) return;
        var is = request(uid);
        var name = "approval-" + next();
        var expiry = expiresAt == null ? null : expiresAt.toString();
        var spec = new NodeJoinApprovalSpec(is.name(), NODE_NAME, is.spec(), null, null, user, expiry, null);
        var created = now.truncatedTo(ChronoUnit.SECONDS);
        approvals.put(
                name,
                new Versioned<>(next(), new WrittenApproval(name, created, spec, Optional.empty(), Optional.empty())));
    }

    /** Once: the admission policy and the definition see to that. */
    void spend(WrittenApproval approval, int version, String uid, String protectionHash) {
        var is = approvals.get(approval.name());
        if (is == null || is.version() != version) throw new Refused("approval changed");
        if (is.value().spentOn().isPresent()) throw new AssertionError("spent twice: " + approval);
        approvals.put(
                approval.name(),
                new Versioned<>(
                        next(),
                        new WrittenApproval(
                                approval.name(),
                                approval.createdAt(),
                                approval.spec(),
                                Optional.of(uid),
                                Optional.of(protectionHash))));
    }

    void deny(String uid, String user) {
        if (!requests.containsKey(uid)) return;
        var is = request(uid);
        var denials = ModelRules.listOf(is.status().denials());
        if (denials.stream().anyMatch(entry -> user.equals(entry.by()))) return;
        everDenied.add(uid);
        write(uid, people(is.status(), is.status().approvals(), plus(denials, new Denial(user, "no"))));
    }

    /** The owner reference takes the hand-offs with it. */
    void delete(String uid) {
        requests.remove(uid);
        handOffs.values().removeIf(uid::equals);
    }

    Versioned<RequestFacts> updateStatus(
            ModelProcess writer, JoinSnapshot seen, JoinPlan plan, Instant plannedAt, int expectedVersion) {
        var uid = seen.request().uid();
        var is = requests.get(uid);
        if (is == null) throw new Refused("request gone");
        if (is.version() != expectedVersion) throw new Refused("request changed");
        rules.checkStatusWrite(writer, seen, is.value(), plan, plannedAt);
        return write(uid, plan.status());
    }

    private Versioned<RequestFacts> write(String uid, NodeJoinRequestStatus status) {
        var is = request(uid);
        var written = new Versioned<>(next(), with(is, is.generation(), is.spec(), status));
        requests.put(uid, written);
        return written;
    }

    private static RequestFacts with(
            RequestFacts is, long generation, NodeJoinRequestSpec spec, NodeJoinRequestStatus status) {
        return new RequestFacts(is.namespace(), is.name(), is.uid(), generation, is.createdAt(), spec, status);
    }

    private static NodeJoinRequestStatus people(
            NodeJoinRequestStatus is, @Nullable List<Approval> approvals, @Nullable List<Denial> denials) {
        return Statuses.withDenials(Statuses.withApprovals(is, approvals), denials);
    }

    private static <T> List<T> plus(List<T> list, T entry) {
        var longer = new ArrayList<>(list);
        longer.add(entry);
        return List.copyOf(longer);
    }

    // Protection

    void breakProtection() {
        protection = new Protection.Broken(List.of("ValidatingAdmissionPolicy nodejoin-status is missing"));
    }

    /** Another object, or another generation of the same: both are another protection. */
    void protectAnew() {
        protection = new Protection.Intact(
                List.of(new ProtectingObject("ValidatingAdmissionPolicy", "nodejoin-status", "a" + next(), 1, now)));
    }

    // The name's Lease

    NameHold hold(JoinSnapshot seen, NameHold hold) {
        var known = lease.flatMap(NameHold::resourceVersion);
        if (!known.equals(hold.resourceVersion())) throw new Refused("lease changed");
        var written = new NameHold(
                hold.nodeName(),
                hold.holder(),
                hold.attempt(),
                hold.tokenId(),
                hold.expiresAt(),
                hold.previousTokenId(),
                hold.publicKeySha256(),
                hold.nodeUid(),
                Optional.of("" + next()));
        rules.checkHold(seen, lease, written);
        lease = Optional.of(written);
        return written;
    }

    void free(NameHold hold) {
        if (!lease.flatMap(NameHold::resourceVersion).equals(hold.resourceVersion()))
            throw new Refused("lease changed");
        rules.checkFree(lease.orElseThrow());
        lease = Optional.empty();
    }

    /** As NameReclaimer does: the tokens first; what is known of a Node that is there stays. */
    void reclaim(NameHold hold) {
        if (requests.containsKey(hold.holder().uid())) return;
        if (!hold.isVacant())
            Stream.concat(Stream.of(hold.tokenId()), hold.previousTokenId().stream())
                    .forEach(id -> bury(id, hold.holder().uid()));
        if (node.filter(is -> hold.isOf(is.value().uid())).isEmpty()) free(hold);
        else if (!hold.isVacant()) vacate(hold);
    }

    private void vacate(NameHold hold) {
        if (!lease.flatMap(NameHold::resourceVersion).equals(hold.resourceVersion()))
            throw new Refused("lease changed");
        rules.checkFree(lease.orElseThrow());
        var is = hold.vacated();
        lease = Optional.of(new NameHold(
                is.nodeName(),
                is.holder(),
                is.attempt(),
                is.tokenId(),
                is.expiresAt(),
                is.previousTokenId(),
                is.publicKeySha256(),
                is.nodeUid(),
                Optional.of("" + next())));
    }

    // Tokens

    /** What is lacking before this token is minted; a token that does not sign needs no cluster-info. */
    Optional<String> lackingFor(Effect.Mint mint) {
        return lacking.filter(
                reason -> reason.equals(Reason.MINTING) || mint.usages().contains(TokenUsage.SIGNING));
    }

    /** False if a Secret of that name is there. */
    boolean createToken(ModelProcess writer, JoinSnapshot seen, Instant plannedAt, Effect.Mint mint) {
        var id = mint.id();
        rules.checkMint(writer, seen, plannedAt, id);
        if (tokens.containsKey(id)) return false;
        tokens.put(id, new TokenSecret.Real(seen.request().uid(), mint.expiresAt()));
        return true;
    }

    boolean isRecognised(TokenId id) {
        return tokens.get(id) instanceof TokenSecret.Real real && now.isBefore(real.expiresAt());
    }

    /** Kubernetes signs a moment after the token was made: seldom before anybody looks. */
    boolean isSigned(TokenId id) {
        if (!(tokens.get(id) instanceof TokenSecret.Real)) return false;
        var isFirstLook = looked.add(id);
        if (!isFirstLook || next() % 2 == 0) signed.add(id);
        return signed.contains(id);
    }

    /** Still lets somebody make a certificate signing request. */
    boolean letsAsk(TokenId id) {
        return switch (tokens.get(id)) {
            case TokenSecret.Tombstone(var uid, var at, var wasReal) -> wasReal && now.isBefore(at.plus(LINGER));
            case null -> false;
            case TokenSecret.Real real -> isRecognised(id);
            case TokenSecret.Foreign foreign -> false;
        };
    }

    void bury(TokenId id, String requestUid) {
        switch (tokens.get(id)) {
            case TokenSecret.Foreign foreign -> {}
            case TokenSecret.Tombstone tombstone -> {}
            case TokenSecret.Real real -> tokens.put(id, new TokenSecret.Tombstone(requestUid, now, true));
            case null -> tokens.put(id, new TokenSecret.Tombstone(requestUid, now, false));
        }
    }

    /** Tokens of this request that the API server recognises. */
    List<TokenId> recognised(String requestUid) {
        return tokens.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof TokenSecret.Real(var uid, var at)
                        && uid.equals(requestUid)
                        && now.isBefore(at))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What the token cleaner does. */
    void collectExpired() {
        tokens.entrySet()
                .removeIf(entry -> entry.getValue() instanceof TokenSecret.Real(var uid, var at) && !now.isBefore(at));
    }

    boolean createHandOff(String name, String requestUid) {
        return handOffs.putIfAbsent(name, requestUid) == null;
    }

    void deleteHandOff(String name) {
        handOffs.remove(name);
    }

    // Certificate signing requests

    void submit(Csr request, String machine) {
        var facts = request.createdAt(now).uid("csr-" + next()).facts();
        madeBy.put(facts.uid(), machine);
        certificateRequests.put(facts.name(), new Versioned<>(next(), facts));
    }

    Versioned<CertificateRequestFacts> approveRequest(JoinSnapshot seen, CertificateRequestFacts judged, int version) {
        var is = undecided(judged, version);
        rules.checkApproval(seen, is);
        approvedFor.put(is.uid(), seen.request().uid());
        return decide(is, new Outcome.Approved(now.truncatedTo(ChronoUnit.SECONDS)), Optional.empty());
    }

    Versioned<CertificateRequestFacts> denyRequest(CertificateRequestFacts judged, int version, String why) {
        return decide(undecided(judged, version), new Outcome.Denied("Refused", why), Optional.empty());
    }

    private CertificateRequestFacts undecided(CertificateRequestFacts judged, int version) {
        var is = certificateRequests.get(judged.name());
        if (is == null || is.version() != version || !is.value().uid().equals(judged.uid()))
            throw new Refused("signing request changed");
        if (!is.value().isUndecided()) throw new Refused("signing request decided already");
        return is.value();
    }

    Versioned<CertificateRequestFacts> decide(CertificateRequestFacts is, Outcome outcome, Optional<String> pem) {
        var decided = new Versioned<>(
                next(),
                new CertificateRequestFacts(
                        is.name(), is.uid(), is.createdAt(), is.requested(), is.lifetime(), outcome, pem));
        certificateRequests.put(is.name(), decided);
        return decided;
    }

    /** The newest token of the request, if its status says that it is revoked. */
    Optional<String> revoked(String requestUid) {
        return Optional.ofNullable(requests.get(requestUid))
                .map(request -> request.value().status().token())
                .filter(token -> token.state() == TokenState.REVOKED)
                .map(TokenStatus::id);
    }

    /** Signing requests that were approved for the request and did not fail. */
    List<CertificateRequestFacts> approvedRequests(String requestUid) {
        return certificateRequests.values().stream()
                .map(Versioned::value)
                .filter(facts -> requestUid.equals(approvedFor.get(facts.uid())))
                .filter(facts -> facts.outcome() instanceof Outcome.Approved)
                .toList();
    }

    /** Whether a certificate was issued for the key, whoever asked for it. */
    boolean isCertified(String key) {
        return certificateRequests.values().stream()
                .map(Versioned::value)
                .filter(facts -> approvedFor.containsKey(facts.uid()))
                .anyMatch(
                        facts -> Csr.keyOf(madeBy.getOrDefault(facts.uid(), "")).equals(key));
    }

    // The Node

    void register(String machine) {
        var uid = "node-" + next();
        registeredBy.put(uid, machine);
        renew();
        node = Optional.of(new Versioned<>(next(), JoinSnapshots.aNode(uid, now.truncatedTo(ChronoUnit.SECONDS))));
    }

    /** The kubelet stops; kube-controller-manager says so. */
    void fallSilent() {
        node.filter(is -> is.value().silentSince().isEmpty()).ifPresent(is -> {
            renewedAt = now.minusSeconds(50);
            node = Optional.of(new Versioned<>(next(), heard(is.value(), Optional.of(now))));
        });
    }

    /** The kubelet's Lease is renewed; its status is not yet. */
    void renew() {
        renewedAt = now;
    }

    /** A kubelet reports for the Node that is there. */
    void report(String machine) {
        node.ifPresent(is -> {
            renew();
            registeredBy.put(is.value().uid(), machine);
            if (is.value().silentSince().isPresent())
                node = Optional.of(new Versioned<>(next(), heard(is.value(), Optional.empty())));
        });
    }

    boolean isSilent(Silence silence) {
        return !renewedAt.isAfter(silence.since());
    }

    private static NodeFacts heard(NodeFacts is, Optional<Instant> silentSince) {
        return new NodeFacts(
                is.uid(),
                is.resourceVersion(),
                is.createdAt(),
                silentSince.isEmpty(),
                silentSince,
                is.labels(),
                is.annotations(),
                is.taints(),
                is.ownedLabels(),
                is.ownedAnnotations());
    }

    void setUp(JoinSnapshot seen, NodeSetUp setUp) {
        var is = node.orElseThrow(() -> new Refused("node gone")).value();
        if (!is.uid().equals(setUp.uid())) throw new Refused("another node");
        rules.checkSetUp(seen, setUp);
        var declared = setUp.declared().orElse(new NodeSetUp.Declared(is.labels(), is.annotations()));
        node = Optional.of(new Versioned<>(
                next(),
                new NodeFacts(
                        is.uid(),
                        "" + count,
                        is.createdAt(),
                        is.ready(),
                        is.silentSince(),
                        declared.labels(),
                        declared.annotations(),
                        setUp.taints().orElse(is.taints()),
                        declared.labels().keySet(),
                        declared.annotations().keySet())));
    }
}
