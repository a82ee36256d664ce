package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.handoff.HandOffSecrets;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.plan.ModelCluster.Refused;
import dev.nodejoin.operator.plan.ModelCluster.Versioned;
import dev.nodejoin.operator.token.Attempts;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.AskedFor;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.WrittenApproval;
import dev.nodejoin.policy.approval.WrittenApprovalRules;
import dev.nodejoin.policy.rule.Policies;
import dev.nodejoin.policy.rule.Policy;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One operator process on a {@link ModelCluster}: observes through caches that may lag, plans with the real planner, carries
 * plans out as {@link JoinActuator} does. What it keeps in memory is lost when it crashes.
 */
final class ModelProcess {
    static final int MOST_STEPS = 32;

    private static final Governance IF_NOT_READY_ALLOWED = new Governance(
            Policies.of(List.of(Policy.of(
                    "rejoin", Specifications.policy("{'bounds': {'rejoins': ['Never', 'SameKey', 'IfNotReady']}}")))),
            Map.of());

    private final ModelCluster cluster;
    private final Random random;
    private final Duration skew;
    private String claimant = "";
    private Attempts attempts = new Attempts();
    private Protection protection = new Protection.Broken(List.of());
    private Instant protectionSince = Instant.EPOCH;
    private Optional<Prepared> prepared = Optional.empty();
    private boolean deaf;

    private Map<String, Versioned<RequestFacts>> requests = Map.of();
    private Map<String, Versioned<CertificateRequestFacts>> certificateRequests = Map.of();
    private Map<String, Versioned<WrittenApproval>> approvals = Map.of();
    private ApprovalTerms terms = ApprovalTerms.ONE_PERSON;
    private Optional<NameHold> lease = Optional.empty();
    private Optional<Versioned<NodeFacts>> node = Optional.empty();
    private Protection seenProtection = new Protection.Broken(List.of());

    /** What the process has in its caches, each of which may lag by itself. */
    enum Cache {
        REQUESTS,
        CERTIFICATE_REQUESTS,
        LEASE,
        NODE,
        PROTECTION,
        APPROVALS,
        TERMS
    }

    /**
     * A plan that waits to be carried out while the world goes on.
     *
     * @param lacking why no token is minted, as it was seen before
     */
    private record Prepared(JoinSnapshot seen, JoinPlan plan, Instant plannedAt, Optional<String> lacking) {
        Optional<Effect.Mint> mints() {
            return plan.status().equals(seen.request().status()) && plan.effect() instanceof Effect.Mint mint
                    ? Optional.of(mint)
                    : Optional.empty();
        }
    }

    /** What carrying out one plan led to. */
    enum Outcome {
        WENT_ON,
        LATER,
        RESTED,
        REFUSED
    }

    ModelProcess(ModelCluster cluster, long seed, Duration skew) {
        this.cluster = cluster;
        this.random = new Random(seed);
        this.skew = skew;
        crash();
    }

    String claimant() {
        return claimant;
    }

    Instant now() {
        return cluster.now.plus(skew);
    }

    /** Starts over as another process would: nothing is remembered, the caches are filled anew. */
    void crash() {
        claimant = "process-" + cluster.next();
        attempts = new Attempts();
        prepared = Optional.empty();
        refresh(Set.of(Cache.values()));
        protection = seenProtection;
        protectionSince = now();
    }

    void refresh(Set<Cache> caches) {
        caches.forEach(this::refresh);
    }

    private void refresh(Cache cache) {
        switch (cache) {
            case REQUESTS -> {
                requests = new LinkedHashMap<>(cluster.requests);
            }
            case CERTIFICATE_REQUESTS -> certificateRequests = new LinkedHashMap<>(cluster.certificateRequests);
            case LEASE -> lease = cluster.lease;
            case NODE -> node = cluster.node;
            case PROTECTION -> seenProtection = cluster.protection;
            case APPROVALS -> approvals = new LinkedHashMap<>(cluster.approvals);
            case TERMS -> terms = cluster.terms;
        }
    }

    /** Up to date, as after all events have arrived. */
    ModelProcess synced() {
        refresh(Set.of(Cache.values()));
        return this;
    }

    // Observe, plan, act

    Outcome step(String uid) {
        if (!requests.containsKey(uid)) return Outcome.RESTED;
        return carryOut(begun(plan(observe(uid))));
    }

    /** Plans now; {@link #carryOutPrepared} does it later. */
    void prepare(String uid) {
        if (!requests.containsKey(uid)) return;
        prepared = Optional.of(begun(plan(observe(uid))));
    }

    void carryOutPrepared() {
        var waiting = prepared;
        prepared = Optional.empty();
        waiting.ifPresent(this::carryOut);
    }

    /** A write arrives and its answer is lost with the process. */
    void dieAfterWriting(String uid) {
        step(uid);
        crash();
    }

    /** The write arrives, the process lives on, but never learns. */
    void loseTheAnswer(String uid) {
        deaf = true;
        step(uid);
        deaf = false;
    }

    /** The same for the write after which nobody knows whether there is a token, if a token is to be minted at all. */
    void loseTheAnswerToMinting(String uid) {
        for (var step = 0; step < MOST_STEPS && requests.containsKey(uid); step++) {
            if (synced().plan(observe(uid)).mints().isPresent()) {
                loseTheAnswer(uid);
                return;
            }
            if (step(uid) != Outcome.WENT_ON) return;
        }
    }

    private <T> T heard(T answer) {
        if (deaf) throw new Refused("nothing: the answer is lost");
        return answer;
    }

    /** Steps until nothing is left to do, as the reconciler does. */
    Outcome run(String uid) {
        for (var step = 0; step < MOST_STEPS; step++) {
            synced().spend();
            var outcome = synced().step(uid);
            if (outcome == Outcome.RESTED || outcome == Outcome.LATER) return outcome;
        }
        throw new AssertionError("no rest after " + MOST_STEPS + " steps");
    }

    private void lookAtProtection() {
        if (seenProtection.equals(protection)) return;
        protection = seenProtection;
        protectionSince = now();
    }

    private List<WrittenApproval> approvalsOf(RequestFacts facts) {
        return approvals.values().stream()
                .map(Versioned::value)
                .filter(approval -> facts.name().equals(approval.spec().request()))
                .toList();
    }

    /** Spends approvals that are objects, as their own reconciler does. */
    void spend() {
        lookAtProtection();
        List.copyOf(approvals.values()).forEach(this::spend);
    }

    private void spend(Versioned<WrittenApproval> known) {
        var approval = known.value();
        var asked = requests.values().stream()
                .map(Versioned::value)
                .filter(facts -> facts.name().equals(approval.spec().request()))
                .map(facts -> new AskedFor(facts.uid(), facts.spec()))
                .findFirst();
        var verdict = WrittenApprovalRules.judge(approval, asked, protection, protectionSince, now());
        if (!verdict.isToBeSpent()) return;
        try {
            cluster.spend(
                    approval, known.version(), asked.orElseThrow().uid(), ((Protection.Intact) protection).hash());
            cluster.tell(() -> claimant + ": spent " + approval.name() + " on " + asked);
        } catch (Refused refused) {
            cluster.tell(() -> claimant + ": could not spend " + approval.name());
        }
    }

    JoinSnapshot observe(String uid) {
        lookAtProtection();
        var facts = Objects.requireNonNull(requests.get(uid)).value();
        var token = facts.status().token();
        var attempt = attempts.find(uid, token == null ? null : token.id());
        return new JoinSnapshot(
                facts,
                true,
                protection,
                protectionSince,
                terms,
                IF_NOT_READY_ALLOWED,
                approvalsOf(facts),
                lease,
                node.map(Versioned::value),
                certificateRequestsOf(facts),
                attempt.own(),
                attempt.buried(),
                claimant,
                TokenId.random(random),
                ServingFacts.NOT_ALLOWED,
                List.of());
    }

    private List<CertificateRequestFacts> certificateRequestsOf(RequestFacts facts) {
        var user = facts.tokenId().map(TokenId::userName);
        var claimed = Optional.ofNullable(facts.status().certificate())
                .map(certificate -> Objects.requireNonNullElse(certificate.requestName(), ""));
        var all = certificateRequests.values().stream().map(Versioned::value).toList();
        return Stream.concat(
                        all.stream()
                                .filter(request -> user.equals(
                                        Optional.of(request.requested().requester()))),
                        all.stream().filter(request -> claimed.equals(Optional.of(request.name()))))
                .distinct()
                .toList();
    }

    private Prepared plan(JoinSnapshot seen) {
        var plan = JoinPlanner.plan(seen, now());
        var lacking = plan.effect() instanceof Effect.Mint mint ? cluster.lackingFor(mint) : Optional.<String>empty();
        return new Prepared(seen, plan, now(), lacking);
    }

    /** From here on the request for a token's Secret is on its way, and may arrive late. */
    private Prepared begun(Prepared planned) {
        if (planned.lacking().isEmpty())
            planned.mints()
                    .ifPresent(mint -> attempts.minting(planned.seen().request().uid(), mint.id()));
        return planned;
    }

    private Outcome carryOut(Prepared planned) {
        try {
            var outcome = attempt(planned);
            if (outcome != Outcome.RESTED) tell(planned, outcome.toString());
            return outcome;
        } catch (Refused refused) {
            tell(planned, "refused: " + refused.getMessage());
            return Outcome.REFUSED;
        } catch (AssertionError e) {
            tell(planned, "AGAINST THE RULES");
            throw e;
        }
    }

    private void tell(Prepared planned, String end) {
        var teller = claimant;
        cluster.tell(() -> "%s: %s -> %s".formatted(teller, describe(planned.seen(), planned.plan()), end));
    }

    private static String describe(JoinSnapshot seen, JoinPlan plan) {
        var what = plan.status().equals(seen.request().status())
                ? plan.effect().toString()
                : "status token=%s certificate=%s node=%s ready=%s"
                        .formatted(
                                plan.status().token(),
                                plan.status().certificate(),
                                plan.status().node(),
                                ModelRules.listOf(plan.status().conditions())
                                        .getLast()
                                        .getReason());
        return seen.request().name() + ": " + what;
    }

    private Outcome attempt(Prepared planned) {
        var seen = planned.seen();
        var plan = planned.plan();
        var uid = seen.request().uid();
        if (!plan.status().equals(seen.request().status())) return writeStatus(planned);
        return switch (plan.effect()) {
            case Effect.None none -> Outcome.RESTED;
            case Effect.HoldName(var hold) -> {
                lease = Optional.of(heard(cluster.hold(seen, hold)));
                yield Outcome.WENT_ON;
            }
            case Effect.FreeName(var hold) -> {
                cluster.free(hold);
                lease = heard(Optional.empty());
                yield Outcome.WENT_ON;
            }
            case Effect.Reclaim(var hold) -> {
                cluster.reclaim(hold);
                heard(true);
                yield Outcome.LATER;
            }
            case Effect.Mint mint -> mint(planned, mint);
            case Effect.Prove(var id) -> {
                if (!heard(cluster.isRecognised(id))) yield Outcome.LATER;
                attempts.proven(uid, id);
                yield Outcome.WENT_ON;
            }
            case Effect.SeekSignature(var id) -> {
                if (heard(cluster.isSigned(id))) attempts.signed(uid, id);
                else attempts.unsigned(uid, id, "not signed");
                yield attempts.find(uid, id.value()).own() instanceof OwnAttempt.Signed
                        ? Outcome.WENT_ON
                        : Outcome.LATER;
            }
            case Effect.HandOver handOver -> handOver(uid, handOver);
            case Effect.Bury bury -> {
                cluster.bury(bury.id(), uid);
                bury.handOffName().ifPresent(cluster::deleteHandOff);
                heard(true);
                attempts.buried(uid, bury.id());
                yield Outcome.WENT_ON;
            }
            case Effect.Approve(var judged) -> {
                var written = heard(cluster.approveRequest(seen, judged, versionOf(judged)));
                certificateRequests.put(judged.name(), written);
                yield Outcome.WENT_ON;
            }
            case Effect.Deny deny -> {
                var judged = deny.request();
                var written = heard(cluster.denyRequest(
                        judged, versionOf(judged), deny.verdict().message()));
                certificateRequests.put(judged.name(), written);
                yield Outcome.WENT_ON;
            }
            case Effect.ApproveServing approve -> throw new AssertionError("nothing serves here: " + approve);
            case Effect.DenyServing deny -> throw new AssertionError("nothing serves here: " + deny);
            case Effect.SetUpNode(var setUp) -> {
                cluster.setUp(seen, setUp);
                node = heard(cluster.node);
                yield Outcome.WENT_ON;
            }
        };
    }

    private Outcome writeStatus(Prepared planned) {
        var onlyUnder = planned.plan().onlyUnder();
        if (onlyUnder.isPresent() && !onlyUnder.get().equals(cluster.protection)) return Outcome.LATER;
        if (planned.plan().onlyIfGone().filter(this::isThere).isPresent()) return Outcome.LATER;
        if (planned.plan()
                .onlyIfSilent()
                .filter(silence -> !cluster.isSilent(silence))
                .isPresent()) return Outcome.LATER;
        var seen = planned.seen();
        var written = cluster.updateStatus(this, seen, planned.plan(), planned.plannedAt(), versionOf(seen));
        requests.put(seen.request().uid(), heard(written));
        return Outcome.WENT_ON;
    }

    private boolean isThere(CertificateStatus claimed) {
        var found = cluster.certificateRequests.get(Objects.requireNonNullElse(claimed.requestName(), ""));
        return found != null && found.value().uid().equals(claimed.requestUID());
    }

    private Outcome mint(Prepared planned, Effect.Mint mint) {
        var uid = planned.seen().request().uid();
        if (planned.lacking().isPresent()) {
            attempts.unfit(uid, mint.id(), planned.lacking().get(), "Nothing could be handed over");
            return Outcome.WENT_ON;
        }
        if (heard(cluster.createToken(this, planned.seen(), planned.plannedAt(), mint)))
            attempts.minted(
                    uid,
                    new BootstrapToken(mint.id(), BootstrapToken.random(random).secret()));
        else attempts.failed(uid, mint.id(), Reason.MINTING, "A Secret named like the token's was there already");
        return Outcome.WENT_ON;
    }

    private Outcome handOver(String uid, Effect.HandOver handOver) {
        var name = HandOffSecrets.name(uid, handOver.attempt());
        if (heard(cluster.createHandOff(name, uid))) attempts.handedOver(uid, handOver.id(), name);
        else attempts.failed(uid, handOver.id(), Reason.HAND_OFF_CONFLICT, "A Secret of that name was there already");
        return Outcome.WENT_ON;
    }

    /** A request object is identified by its facts: the version is looked up where the facts were seen. */
    private int versionOf(JoinSnapshot seen) {
        var known = requests.get(seen.request().uid());
        return known != null && known.value().equals(seen.request()) ? known.version() : -1;
    }

    private int versionOf(CertificateRequestFacts judged) {
        var known = certificateRequests.get(judged.name());
        if (known == null || !known.value().uid().equals(judged.uid())) throw new Refused("signing request replaced");
        return known.version();
    }

    /** Time alone changes the plan at no other moment than it says, and that moment is yet to come. */
    void checkRest(String uid) {
        if (!requests.containsKey(uid) || run(uid) != Outcome.RESTED) return;
        var seen = observe(uid);
        var plan = JoinPlanner.plan(seen, now());
        plan.lookAgainAt().ifPresent(at -> {
            if (!at.isAfter(now())) throw new AssertionError("rests until %s, which is over".formatted(at));
        });
        Stream.of(1L, 9L, 11L, 60L, 3_541L, 3_601L, 86_401L, 90_000L)
                .map(seconds -> now().plusSeconds(seconds))
                .filter(later -> plan.lookAgainAt().map(later::isBefore).orElse(true))
                .forEach(later -> checkStillAtRest(seen, later));
    }

    private static void checkStillAtRest(JoinSnapshot seen, Instant later) {
        var plan = JoinPlanner.plan(seen, later);
        if (plan.status().equals(seen.request().status()) && plan.effect() instanceof Effect.None) return;
        throw new AssertionError("nobody wakes it for what is to be done at %s: %s, %s -> %s"
                .formatted(later, plan.effect(), seen.request().status(), plan.status()));
    }

    // Sweep

    /** Clears away what deleted requests leave behind, as {@link NameSweeper} does. */
    void sweep() {
        refresh(Set.of(Cache.LEASE));
        var alive = cluster.requests.keySet();
        var holds = lease.stream().toList();
        var nodes = cluster.node.stream().map(is -> is.value().uid()).collect(Collectors.toSet());
        if (!(SweepRules.plan(holds, alive, nodes) instanceof SweepRules.Sweep.Clear(var orphans))) return;
        orphans.forEach(hold -> {
            cluster.reclaim(hold);
            cluster.tell(() -> "swept " + hold);
        });
    }
}
