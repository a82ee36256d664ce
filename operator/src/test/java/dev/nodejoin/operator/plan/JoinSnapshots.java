package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.HandOffKind;
import dev.nodejoin.api.v1alpha1.HandOffStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.RegisteredNode;
import dev.nodejoin.api.v1alpha1.ServingCertificateStatus;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.approval.ApprovalKey;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import dev.nodejoin.policy.approval.SpecHash;
import dev.nodejoin.policy.approval.WrittenApproval;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.policy.rule.Policies;
import dev.nodejoin.policy.rule.Policy;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds what a decision looks at, in the words of a story. Begins with a request for worker-1 that was created an hour ago,
 * is served and protected, and that nobody has looked at yet; no Node, no Lease, no certificate signing request.
 */
final class JoinSnapshots {
    static final String UID = "5e0c2f5c-2f1a-4a7e-9a53-3d1f0f3d9d01";
    static final Instant CREATED = Instant.parse("2026-03-01T08:00:00Z");
    static final Instant NOW = Instant.parse("2026-03-01T09:00:00.250Z");
    static final TokenId TOKEN = new TokenId("abc123");
    static final TokenId OLD_TOKEN = new TokenId("old000");
    static final TokenId CANDIDATE = new TokenId("new999");
    static final String THIS_PROCESS = "this-process";
    static final String NODE_UID = "node-uid-1";
    static final Protection.Intact INTACT = protection(1);

    private final String name = "first";
    private String namespace = "nodejoin";
    private Instant createdAt = CREATED;
    private long generation = 1;
    private NodeJoinRequestSpec spec = Specifications.WORKER_1;
    private boolean served = true;
    private Protection protection = INTACT;
    private Instant protectionSince = CREATED;
    private ApprovalTerms terms = ApprovalTerms.ONE_PERSON;
    private Governance governance = Governance.NONE;
    private final List<WrittenApproval> written = new ArrayList<>();
    private Optional<NameHold> hold = Optional.empty();
    private Optional<NodeFacts> node = Optional.empty();
    private final List<CertificateRequestFacts> requests = new ArrayList<>();
    private OwnAttempt ownAttempt = new OwnAttempt.Unminted();
    private boolean buried;
    private ServingFacts serving = ServingFacts.NOT_ALLOWED;
    private final List<Ban> bans = new ArrayList<>();

    private @Nullable List<Condition> conditions;
    private @Nullable Long observedGeneration;
    private @Nullable String specHash;
    private @Nullable String approvalKey;
    private @Nullable List<Approval> approvals;
    private @Nullable List<Denial> denials;
    private @Nullable RecordedApproval approved;
    private @Nullable String approvalExpiredAt;
    private @Nullable TokenStatus token;
    private @Nullable HandOffStatus handOff;
    private @Nullable CertificateStatus certificate;
    private @Nullable RegisteredNode registered;
    private @Nullable ServingCertificateStatus servingCertificate;

    private JoinSnapshots() {}

    static JoinSnapshots aRequest() {
        return new JoinSnapshots();
    }

    /** Approved, name held, token live and handed over. */
    static JoinSnapshots aLiveRequest() {
        return aRequest().approved().holding(1).token(TokenState.LIVE).handedOver("hand-off-1");
    }

    /** The certificate was issued a minute ago, the token is still live. */
    static JoinSnapshots aCertifiedRequest() {
        return aLiveRequest().issued(NOW.minusSeconds(60));
    }

    /** The Node registered half a minute ago and is Ready, everything else is cleared away. */
    static JoinSnapshots aJoinedRequest() {
        return aCertifiedRequest().token(TokenState.REVOKED).withNode(aNode()).registered(NODE_UID);
    }

    static Protection.Intact protection(long generation) {
        return new Protection.Intact(List.of(
                new ProtectingObject("ValidatingAdmissionPolicy", "nodejoin-status", "a1", generation, CREATED),
                new ProtectingObject("ValidatingAdmissionPolicyBinding", "nodejoin-status", "b1", 1, CREATED)));
    }

    static NodeFacts aNode() {
        return aNode(NODE_UID, NOW.minusSeconds(30));
    }

    static NodeFacts aNode(String uid, Instant createdAt) {
        return new NodeFacts(
                uid, "7", createdAt, true, Optional.empty(), Map.of(), Map.of(), List.of(), Set.of(), Set.of());
    }

    /** kube-controller-manager gave its kubelet up. */
    static NodeFacts aSilentNode(String uid, Instant since) {
        return new NodeFacts(
                uid,
                "7",
                NOW.minusSeconds(3000),
                false,
                Optional.of(since),
                Map.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of());
    }

    static NodeFacts aSilentControlPlane(String uid, Instant since) {
        return new NodeFacts(
                uid,
                "7",
                NOW.minusSeconds(3000),
                false,
                Optional.of(since),
                Map.of("node-role.kubernetes.io/control-plane", ""),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of());
    }

    // What is asked

    JoinSnapshots in(String text) {
        namespace = text;
        return this;
    }

    JoinSnapshots notServed() {
        served = false;
        return this;
    }

    /** Changes fields of the specification; another generation. */
    JoinSnapshots asking(String json) {
        spec = Specifications.edited(spec, json);
        generation++;
        return this;
    }

    JoinSnapshots suspended() {
        return asking("{'suspend': true}");
    }

    // What people said

    /** The key of the specification and protection as they are at this point of the story is published. */
    JoinSnapshots published() {
        specHash = SpecHash.of(spec).value();
        approvalKey = key();
        observedGeneration = generation;
        return this;
    }

    /** With the key as it is at this point of the story. */
    JoinSnapshots approvedBy(String user) {
        approvals = new ArrayList<>(Objects.requireNonNullElse(approvals, List.of()));
        approvals.add(new Approval(user, key(), null));
        return this;
    }

    JoinSnapshots deniedBy(String user, @Nullable String reason) {
        denials = new ArrayList<>(Objects.requireNonNullElse(denials, List.of()));
        denials.add(new Denial(user, reason));
        return this;
    }

    /** By alice, and recorded. */
    JoinSnapshots approved() {
        published().approvedBy("alice");
        approved = new RecordedApproval(
                List.of("alice"), List.of(), SpecHash.of(spec).value(), "2026-03-01T08:30:00Z", null);
        return this;
    }

    /** By policies: nobody was asked. */
    JoinSnapshots approvedAutomatically() {
        published();
        approved = new RecordedApproval(List.of(), List.of(), SpecHash.of(spec).value(), "2026-03-01T08:30:00Z", null);
        return this;
    }

    /** By an object that was spent on this request; of the specification as it is at this point of the story. */
    JoinSnapshots writtenBy(String user, @Nullable String expiresAt) {
        var approval = new NodeJoinApprovalSpec("first", spec.nodeName(), spec, null, null, user, expiresAt, null);
        written.add(new WrittenApproval(
                "by-" + user, NOW.minusSeconds(1200), approval, Optional.of(UID), Optional.empty()));
        return this;
    }

    JoinSnapshots taking(ApprovalTerms what) {
        terms = what;
        return this;
    }

    /** Policies as people write them; they are called policy-0, policy-1 ... and their terms count. */
    JoinSnapshots governedBy(String... specs) {
        governance = new Governance(
                Policies.of(IntStream.range(0, specs.length)
                        .mapToObj(i -> Policy.of("policy-" + i, Specifications.policy(specs[i])))
                        .toList()),
                Map.of());
        terms = governance.terms(new RequestFacts(namespace, name, UID, generation, createdAt, spec, status()));
        return this;
    }

    JoinSnapshots under(Protection state) {
        protection = state;
        return this;
    }

    JoinSnapshots unprotected() {
        return under(new Protection.Broken(List.of("ValidatingAdmissionPolicy nodejoin-status is missing")));
    }

    JoinSnapshots protectedSince(Instant instant) {
        protectionSince = instant;
        return this;
    }

    /** Until somebody deletes the ban, or until its time is over. */
    JoinSnapshots banned(String nodeName, String publicKeySha256, @Nullable Instant until) {
        bans.add(new Ban(
                "ban-" + (bans.size() + 1),
                Optional.of(nodeName).filter(name -> !name.isEmpty()),
                Optional.of(publicKeySha256).filter(key -> !key.isEmpty()),
                Optional.ofNullable(until),
                "stolen"));
        return this;
    }

    JoinSnapshots lifted() {
        bans.clear();
        return this;
    }

    // How far it has come

    JoinSnapshots holding(int attempt) {
        return holding(attempt, TOKEN);
    }

    JoinSnapshots holding(int attempt, TokenId id) {
        return held(UID, attempt, id);
    }

    /** The Lease knows the key with which the machine of that Node joined. */
    JoinSnapshots remembering(String nodeUid, String machine) {
        hold = hold.map(known -> known.remembering(nodeUid, Optional.of(Csr.keyOf(machine))));
        return this;
    }

    /** The Lease knows the Node, but not the key of its machine. */
    JoinSnapshots remembering(String nodeUid) {
        hold = hold.map(known -> known.remembering(nodeUid, Optional.empty()));
        return this;
    }

    /** The request that held the name is gone. */
    JoinSnapshots vacant() {
        hold = hold.map(NameHold::vacated);
        return this;
    }

    /** The namespace was deleted, and Git created the request again. */
    JoinSnapshots heldByItsFormerSelf() {
        holding(1);
        hold = hold.map(known -> new NameHold(
                known.nodeName(),
                new NameHold.Holder("nodejoin", name, "former-uid"),
                known.attempt(),
                known.tokenId(),
                known.expiresAt(),
                known.previousTokenId(),
                known.publicKeySha256(),
                known.nodeUid(),
                known.resourceVersion()));
        return this;
    }

    /** What HoldName wrote. */
    JoinSnapshots after(Effect.HoldName effect) {
        hold = Optional.of(effect.hold());
        return this;
    }

    /** The approval was recorded while that Node bore the name. */
    JoinSnapshots approvedWhile(String nodeUid) {
        approved();
        approved = new RecordedApproval(
                List.of("alice"), List.of(), SpecHash.of(spec).value(), "2026-03-01T08:30:00Z", nodeUid);
        return this;
    }

    JoinSnapshots heldByAnother() {
        return held("another-uid", 1, OLD_TOKEN);
    }

    private JoinSnapshots held(String uid, int attempt, TokenId id) {
        hold = Optional.of(new NameHold(
                "worker-1",
                new NameHold.Holder("nodejoin", uid.equals(UID) ? name : "another", uid),
                attempt,
                id,
                NOW.plusSeconds(1800),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("5")));
        return this;
    }

    /** Claimed by this process five seconds ago, good for another half an hour. */
    JoinSnapshots token(TokenState state) {
        token = new TokenStatus(TOKEN.value(), 1, state, "2026-03-01T09:30:00Z", THIS_PROCESS, "2026-03-01T08:59:55Z");
        return this;
    }

    JoinSnapshots token(@Nullable TokenStatus anything) {
        token = anything;
        return this;
    }

    JoinSnapshots claimedBy(String process) {
        var is = Objects.requireNonNull(token);
        token = new TokenStatus(is.id(), is.attempt(), is.state(), is.expiresAt(), process, is.claimedAt());
        return this;
    }

    JoinSnapshots claimedAt(Instant instant) {
        var is = Objects.requireNonNull(token);
        token = new TokenStatus(is.id(), is.attempt(), is.state(), is.expiresAt(), is.claimedBy(), instant.toString());
        return this;
    }

    JoinSnapshots expiring(Instant instant) {
        var is = Objects.requireNonNull(token);
        token = new TokenStatus(is.id(), is.attempt(), is.state(), instant.toString(), is.claimedBy(), is.claimedAt());
        return this;
    }

    JoinSnapshots attempt(int number) {
        var is = Objects.requireNonNull(token);
        token = new TokenStatus(is.id(), number, is.state(), is.expiresAt(), is.claimedBy(), is.claimedAt());
        return this;
    }

    JoinSnapshots did(OwnAttempt attempt) {
        ownAttempt = attempt;
        return this;
    }

    JoinSnapshots buried() {
        buried = true;
        return this;
    }

    JoinSnapshots handedOver(String secretName) {
        handOff = new HandOffStatus(HandOffKind.SECRET, secretName);
        return this;
    }

    JoinSnapshots with(Csr request) {
        requests.add(request.facts());
        return this;
    }

    /** No certificate request is claimed; the key of the machine is what remains of the join before. */
    JoinSnapshots knowing(String machine) {
        certificate = new CertificateStatus(null, null, Csr.keyOf(machine), null, null, null);
        return this;
    }

    JoinSnapshots issuedNothing() {
        certificate = null;
        return this;
    }

    JoinSnapshots heldByNobody() {
        hold = Optional.empty();
        return this;
    }

    JoinSnapshots without(String requestName) {
        requests.removeIf(request -> request.name().equals(requestName));
        return this;
    }

    /** Claimed in the status, for the key of the machine that made it; it is in the cluster only if added too. */
    JoinSnapshots claiming(String requestName, String machine) {
        certificate = new CertificateStatus(requestName, "uid-of-" + requestName, Csr.keyOf(machine), null, null, null);
        return this;
    }

    JoinSnapshots issued(Instant at) {
        certificate = new CertificateStatus(
                "csr-1", "uid-of-csr-1", Csr.keyOf("machine"), "1267", at.toString(), "2027-01-01T00:00:00Z");
        return this;
    }

    JoinSnapshots withNode(NodeFacts facts) {
        node = Optional.of(facts);
        return this;
    }

    JoinSnapshots withoutNode() {
        node = Optional.empty();
        return this;
    }

    JoinSnapshots registered(String nodeUid) {
        registered = new RegisteredNode(nodeUid);
        return this;
    }

    JoinSnapshots serving(ServingFacts facts) {
        serving = facts;
        return this;
    }

    JoinSnapshots served(@Nullable ServingCertificateStatus issued) {
        servingCertificate = issued;
        return this;
    }

    /** The status that the plan wanted is written. */
    JoinSnapshots after(JoinPlan plan) {
        return status(plan.status());
    }

    JoinSnapshots status(NodeJoinRequestStatus status) {
        conditions = status.conditions();
        observedGeneration = status.observedGeneration();
        specHash = status.specHash();
        approvalKey = status.approvalKey();
        approvals = status.approvals();
        denials = status.denials();
        approved = status.approved();
        approvalExpiredAt = status.approvalExpiredAt();
        token = status.token();
        handOff = status.handOff();
        certificate = status.certificate();
        registered = status.node();
        servingCertificate = status.servingCertificate();
        return this;
    }

    // What is decided

    String key() {
        var intact = protection instanceof Protection.Intact here ? here : INTACT;
        return ApprovalKey.of(UID, SpecHash.of(spec), intact).value();
    }

    NodeJoinRequestStatus status() {
        return new NodeJoinRequestStatus(
                conditions,
                observedGeneration,
                specHash,
                approvalKey,
                approvals,
                denials,
                approved,
                approvalExpiredAt,
                token,
                handOff,
                certificate,
                registered,
                servingCertificate);
    }

    JoinSnapshot snapshot() {
        return new JoinSnapshot(
                new RequestFacts(namespace, name, UID, generation, createdAt, spec, status()),
                served,
                protection,
                protectionSince,
                terms,
                governance,
                written,
                hold,
                node,
                requests,
                ownAttempt,
                buried,
                THIS_PROCESS,
                CANDIDATE,
                serving,
                bans);
    }

    JoinPlan plan() {
        return planAt(NOW);
    }

    JoinPlan planAt(Instant now) {
        return JoinPlanner.plan(snapshot(), now);
    }

    /** Writes statuses until the plan wants none; what it does then. Effects are not carried out. */
    JoinPlan settled() {
        return settledAt(NOW);
    }

    JoinPlan settledAt(Instant now) {
        for (var step = 0; step < 32; step++) {
            var plan = planAt(now);
            if (plan.status().equals(status())) return plan;
            after(plan);
        }
        throw new AssertionError("the status is never as it should be");
    }
}
