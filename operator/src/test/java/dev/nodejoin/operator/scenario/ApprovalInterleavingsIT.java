package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.api.v1alpha1.SpentOn;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.policy.approval.SpecHash;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * People approve, deny, edit, suspend, delete and create again, all at once and at random, on a real API server with the
 * operator running. Judged is every version that a request ever had, not how it ended.
 */
final class ApprovalInterleavingsIT {
    private static final int INTERLEAVINGS = Integer.getInteger("nodejoin.interleavings", 1_000);
    private static final long SEED = Long.getLong("nodejoin.seed", System.nanoTime());
    private static final int AT_ONCE = 48;
    private static final int HANDS = 3;
    private static final int MOVES = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OperatorBed bed = OperatorBed.shared();
    private final Consents consents = new Consents();
    private int recorded;
    private int claimed;

    @Test
    void nothing_is_ever_approved_without_a_quorum_for_the_words_and_the_object_and_no_denial_is_lost()
            throws Exception {
        Interleaving.APPROVERS.forEach(user -> bed.bind(user, "nodejoin-approver-worker"));
        bed.bind(Interleaving.REQUESTER, "nodejoin-requester");
        bed.demand("interleaved-two-*", "{'approvers': 2}");
        bed.ask(bed.freshName()).awaitKey();
        System.out.println("interleavings: seed " + SEED);
        var begun = System.nanoTime();
        try (var requests = History.of(bed.admin(), NodeJoinRequest.class);
                var approvals = History.of(bed.admin(), NodeJoinApproval.class)) {
            playAll();
            var played = seconds(begun);
            awaitRest(requests, approvals);
            requests.all().forEach(versions -> checkRequest(versions, approvals));
            approvals.all().forEach(versions -> checkSpentOnce(versions, requests));
            System.out.println(
                    "interleavings: %d played in %d s, at rest after %d s; %d requests, %d approvals recorded, %d tokens claimed, %d requests denied, %d objects, %d of them spent; refusals %s"
                            .formatted(
                                    INTERLEAVINGS,
                                    played,
                                    seconds(begun),
                                    requests.all().size(),
                                    recorded,
                                    claimed,
                                    consents.denied().size(),
                                    approvals.all().size(),
                                    spent(approvals),
                                    consents.refusals()));
            checkThatSomethingHappened(approvals);
        } finally {
            clear(NodeJoinRequest.class);
            clear(NodeJoinApproval.class);
        }
    }

    private void clear(Class<? extends CustomResource<?, ?>> kind) {
        bed.admin().resources(kind).inNamespace(OperatorBed.NAMESPACE).delete();
    }

    private static long seconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    // Play

    private void playAll() throws InterruptedException, ExecutionException {
        var room = new Semaphore(AT_ONCE);
        try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
            var stories = new ArrayList<Future<?>>();
            for (var index = 0; index < INTERLEAVINGS; index++) {
                room.acquire();
                var number = index;
                stories.add(hands.submit(() -> {
                    try {
                        return play(number);
                    } finally {
                        room.release();
                    }
                }));
            }
            for (var story : stories) story.get();
        }
    }

    private @Nullable Void play(int number) throws InterruptedException, ExecutionException {
        var node = (takesTwo(number) ? "interleaved-two-" : "interleaved-") + number;
        hand(node, SEED + number).ask();
        try (var hands = Executors.newVirtualThreadPerTaskExecutor()) {
            var playing = new ArrayList<Future<?>>();
            for (var hand = 0; hand < HANDS; hand++) {
                var seed = SEED + 31L * number + 1_000_003L * (hand + 1);
                playing.add(hands.submit(() -> hand(node, seed).play(MOVES)));
            }
            for (var hand : playing) hand.get();
        }
        return null;
    }

    private static boolean takesTwo(int number) {
        return number % 2 == 0;
    }

    private Interleaving hand(String node, long seed) {
        return new Interleaving(bed, "for-" + node, node, seed, consents);
    }

    /** All events have arrived, and the operator has judged the last version of everything. */
    private void awaitRest(History<NodeJoinRequest> requests, History<NodeJoinApproval> approvals) {
        await("the operator to have judged everything").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(list(NodeJoinRequest.class))
                    .allSatisfy(request -> assertThat(isJudged(request) && requests.hasSeen(request))
                            .as("judged: %s", request)
                            .isTrue());
            assertThat(list(NodeJoinApproval.class))
                    .allSatisfy(approval -> assertThat(approval.getStatus() != null && approvals.hasSeen(approval))
                            .as("judged: %s", approval)
                            .isTrue());
        });
    }

    private <T extends CustomResource<?, ?>> List<T> list(Class<T> kind) {
        return bed.admin()
                .resources(kind)
                .inNamespace(OperatorBed.NAMESPACE)
                .list()
                .getItems();
    }

    private boolean isJudged(NodeJoinRequest request) {
        var status = request.getStatus();
        if (status == null
                || !Objects.equals(
                        status.observedGeneration(), request.getMetadata().getGeneration())) return false;
        return denials(request).isEmpty() || isDenied(request);
    }

    private static boolean isDenied(NodeJoinRequest request) {
        return Objects.requireNonNullElse(status(request).conditions(), List.<Condition>of()).stream()
                .anyMatch(condition -> "Approved".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Denied".equals(condition.getReason()));
    }

    // Check

    private void checkRequest(List<NodeJoinRequest> versions, History<NodeJoinApproval> approvals) {
        for (var index = 1; index < versions.size(); index++) {
            var before = versions.get(index - 1);
            var after = versions.get(index);
            assertThat(denials(after)).as("a denial is lost: %s", after).containsAll(denials(before));
            if (isNewlyRecorded(before, after)) checkRecorded(before, after, approvals);
            if (isNewlyClaimed(before, after) || isNewlyLive(before, after)) checkEntitled(before, after);
        }
        var last = versions.getLast();
        if (consents.denied().contains(last.getMetadata().getUid()))
            assertThat(denials(last))
                    .as("a denial that was taken is there: %s", last)
                    .isNotEmpty();
    }

    private void checkRecorded(NodeJoinRequest before, NodeJoinRequest after, History<NodeJoinApproval> approvals) {
        recorded++;
        var record = recorded(after).orElseThrow();
        var by = Objects.requireNonNull(record.by());
        assertThat(denials(after))
                .as("recorded in spite of a denial: %s", after)
                .isEmpty();
        assertThat(after.getSpec()).isEqualTo(before.getSpec());
        assertThat(record.specHash()).as("recorded for other words: %s", after).isEqualTo(hash(after));
        assertThat(new HashSet<>(by))
                .as("a quorum of distinct people: %s", after)
                .hasSameSizeAs(by)
                .hasSizeGreaterThanOrEqualTo(demanded(after))
                .doesNotContain(Interleaving.REQUESTER);
        assertThat(by)
                .allSatisfy(user -> assertThat(entered(user, before) || wrote(user, before, approvals))
                        .as("%s consented to these words of this object: %s", user, before)
                        .isTrue());
    }

    private static int demanded(NodeJoinRequest request) {
        return request.getSpec().nodeName().startsWith("interleaved-two-") ? 2 : 1;
    }

    private boolean entered(String user, NodeJoinRequest request) {
        return approvals(request).stream()
                        .anyMatch(entry -> user.equals(entry.by())
                                && Objects.equals(entry.key(), status(request).approvalKey()))
                && consents.hasSaid(user, request);
    }

    private boolean wrote(String user, NodeJoinRequest request, History<NodeJoinApproval> approvals) {
        var uid = request.getMetadata().getUid();
        return consents.hasWritten(user, request)
                && approvals.all().stream()
                        .map(List::getLast)
                        .anyMatch(approval -> user.equals(approval.getSpec().by())
                                && uid.equals(spentOn(approval))
                                && SpecHash.of(Objects.requireNonNull(
                                                approval.getSpec().spec()))
                                        .value()
                                        .equals(hash(request)));
    }

    /** What is given out is given for a version that was approved as it stood. */
    private void checkEntitled(NodeJoinRequest before, NodeJoinRequest after) {
        claimed++;
        assertThat(denials(after))
                .as("given out in spite of a denial: %s", after)
                .isEmpty();
        assertThat(after.getSpec().suspend())
                .as("given out while suspended: %s", after)
                .isNotEqualTo(true);
        assertThat(recorded(before).map(RecordedApproval::specHash))
                .as("given out for words that were not approved: %s", after)
                .contains(hash(after));
    }

    private static void checkSpentOnce(List<NodeJoinApproval> versions, History<NodeJoinRequest> requests) {
        var uids = versions.stream()
                .map(ApprovalInterleavingsIT::spentOn)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        assertThat(uids).as("spent once: %s", versions.getLast()).hasSizeLessThanOrEqualTo(1);
        var words = hash(versions.getLast());
        assertThat(uids)
                .allSatisfy(uid -> assertThat(requests.all())
                        .as("spent on a request that had these words: %s", versions.getLast())
                        .anyMatch(request -> uid.equals(
                                        request.getFirst().getMetadata().getUid())
                                && request.stream()
                                        .anyMatch(version -> hash(version).equals(words))));
    }

    /** Interleavings in which nothing happens prove nothing. */
    private void checkThatSomethingHappened(History<NodeJoinApproval> approvals) {
        assertThat(recorded).as("approvals recorded").isGreaterThan(INTERLEAVINGS / 20);
        assertThat(claimed).as("tokens claimed").isGreaterThan(INTERLEAVINGS / 40);
        assertThat(consents.denied()).as("requests denied").hasSizeGreaterThan(INTERLEAVINGS / 20);
        assertThat(spent(approvals)).as("objects spent").isGreaterThan(INTERLEAVINGS / 10);
    }

    private static long spent(History<NodeJoinApproval> approvals) {
        return approvals.all().stream()
                .filter(versions -> spentOn(versions.getLast()) != null)
                .count();
    }

    private static boolean isNewlyRecorded(NodeJoinRequest before, NodeJoinRequest after) {
        return recorded(after).isPresent() && !recorded(after).equals(recorded(before));
    }

    private static boolean isNewlyClaimed(NodeJoinRequest before, NodeJoinRequest after) {
        return attempt(after) > attempt(before);
    }

    private static boolean isNewlyLive(NodeJoinRequest before, NodeJoinRequest after) {
        return isLive(after) && !isLive(before);
    }

    private static int attempt(NodeJoinRequest request) {
        return Optional.ofNullable(status(request).token())
                .map(TokenStatus::attempt)
                .orElse(0);
    }

    private static boolean isLive(NodeJoinRequest request) {
        var token = status(request).token();
        return token != null && token.state() == TokenState.LIVE;
    }

    private static Optional<RecordedApproval> recorded(NodeJoinRequest request) {
        return Optional.ofNullable(status(request).approved());
    }

    private static List<Approval> approvals(NodeJoinRequest request) {
        return Objects.requireNonNullElse(status(request).approvals(), List.of());
    }

    private static List<Denial> denials(NodeJoinRequest request) {
        return Objects.requireNonNullElse(status(request).denials(), List.of());
    }

    private static NodeJoinRequestStatus status(NodeJoinRequest request) {
        return Objects.requireNonNullElse(request.getStatus(), NodeJoinRequestStatus.EMPTY);
    }

    private static String hash(NodeJoinRequest request) {
        return SpecHash.of(request.getSpec()).value();
    }

    private static String hash(NodeJoinApproval approval) {
        return SpecHash.of(Objects.requireNonNull(approval.getSpec().spec())).value();
    }

    private static @Nullable String spentOn(NodeJoinApproval approval) {
        return approval.getStatus() == null
                ? null
                : Optional.ofNullable(approval.getStatus().spentOn())
                        .map(SpentOn::uid)
                        .orElse(null);
    }
}
