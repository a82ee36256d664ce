package dev.nodejoin.operator.scenario;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.operator.fixture.Statuses;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What one pair of hands does to the request of one name, in an order that chance decides, while others do the same. */
final class Interleaving {
    static final String REQUESTER = "olivia";
    static final List<String> APPROVERS = List.of("alice", "bob", "carl");
    private static final List<Long> DEADLINES = List.of(3_600L, 7_200L);
    private static final int LONGEST_PAUSE_MILLIS = 200;

    private final OperatorBed bed;
    private final String name;
    private final String node;
    private final Random random;
    private final Consents consents;

    Interleaving(OperatorBed bed, String name, String node, long seed, Consents consents) {
        this.bed = bed;
        this.name = name;
        this.node = node;
        this.random = new Random(seed);
        this.consents = consents;
    }

    /** Kinds of things that people do. */
    enum Move {
        ASK,
        DELETE,
        EDIT,
        SUSPEND,
        APPROVE_AS_SEEN,
        APPROVE_WHAT_WAS_SEEN_EARLIER,
        WRITE_APPROVAL,
        DENY,
        WASH_DENIALS,
        CLEAR_APPROVALS
    }

    /** More often what leads somewhere. */
    private static final Map<Move, Integer> WEIGHTS = Map.of(
            Move.APPROVE_AS_SEEN,
            6,
            Move.WRITE_APPROVAL,
            4,
            Move.APPROVE_WHAT_WAS_SEEN_EARLIER,
            2,
            Move.ASK,
            1,
            Move.DELETE,
            1,
            Move.EDIT,
            1,
            Move.SUSPEND,
            1,
            Move.DENY,
            1,
            Move.WASH_DENIALS,
            1,
            Move.CLEAR_APPROVALS,
            1);

    private static final List<Move> LIKELY = Arrays.stream(Move.values())
            .flatMap(move -> Collections.nCopies(WEIGHTS.getOrDefault(move, 1), move).stream())
            .toList();

    /** Refusals are part of the game: conflicts, objects that are gone, policies that say no. */
    void play(int moves) {
        for (var move = 0; move < moves; move++) {
            pause();
            try {
                make(LIKELY.get(random.nextInt(LIKELY.size())));
            } catch (KubernetesClientException e) {
                consents.refused(e);
            }
        }
    }

    void ask() {
        try {
            make(Move.ASK);
        } catch (KubernetesClientException e) {
            consents.refused(e);
        }
    }

    private void make(Move move) {
        switch (move) {
            case ASK -> bed.ask(requester(), name, anySpecification());
            case DELETE -> mine().delete();
            case EDIT ->
                mine().patch(merge(), Serialization.asJson(Map.of("spec", Map.of("deadlineSeconds", anyDeadline()))));
            case SUSPEND ->
                mine().patch(merge(), Serialization.asJson(Map.of("spec", Map.of("suspend", random.nextBoolean()))));
            case APPROVE_AS_SEEN -> approve(true);
            case APPROVE_WHAT_WAS_SEEN_EARLIER -> approve(false);
            case WRITE_APPROVAL -> write();
            case DENY -> deny();
            case WASH_DENIALS -> rewrite(status -> Statuses.withDenials(status, List.of()));
            case CLEAR_APPROVALS -> rewrite(status -> Statuses.withApprovals(status, List.of()));
        }
    }

    /**
     * With the resource version, as a program that reads and puts; or without, some time later, as an editor that patches.
     * Who sees a key that belongs to older words than those beside it consents to nothing; that it is refused is part of the
     * game.
     */
    private void approve(boolean locked) {
        var by = anyApprover();
        var seen = seenBy(by);
        var status = Objects.requireNonNullElse(seen.getStatus(), NodeJoinRequestStatus.EMPTY);
        var approvals = new ArrayList<>(Objects.requireNonNullElse(status.approvals(), List.<Approval>of()));
        approvals.add(new Approval(by, Objects.requireNonNullElse(status.approvalKey(), "v1:none"), null));
        var isCurrent =
                Objects.equals(status.observedGeneration(), seen.getMetadata().getGeneration());
        if (isCurrent) consents.says(by, seen);
        if (locked || !isCurrent) put(by, seen, Statuses.withApprovals(status, approvals));
        else {
            pause();
            patchStatus(by, Map.of("approvals", approvals));
        }
    }

    private void write() {
        var by = anyApprover();
        var seen = seenBy(by);
        consents.writes(by, seen);
        var approval = new NodeJoinApproval();
        approval.setMetadata(new ObjectMetaBuilder()
                .withNamespace(OperatorBed.NAMESPACE)
                .withGenerateName(name + "-")
                .build());
        approval.setSpec(new NodeJoinApprovalSpec(name, node, seen.getSpec(), null, null, by, null, null));
        client(by).resource(approval).create();
    }

    private void deny() {
        var by = anyApprover();
        var status = Objects.requireNonNullElse(seenBy(by).getStatus(), NodeJoinRequestStatus.EMPTY);
        var denials = new ArrayList<>(Objects.requireNonNullElse(status.denials(), List.<Denial>of()));
        denials.add(new Denial(by, "no"));
        consents.denies(patchStatus(by, Map.of("denials", denials)));
    }

    private void rewrite(UnaryOperator<NodeJoinRequestStatus> change) {
        var by = anyApprover();
        var seen = seenBy(by);
        put(by, seen, change.apply(Objects.requireNonNullElse(seen.getStatus(), NodeJoinRequestStatus.EMPTY)));
    }

    private void put(String by, NodeJoinRequest seen, NodeJoinRequestStatus status) {
        var changed = bed.admin().getKubernetesSerialization().clone(seen);
        changed.setStatus(status);
        client(by)
                .resource(changed)
                .lockResourceVersion(seen.getMetadata().getResourceVersion())
                .updateStatus();
    }

    private NodeJoinRequest patchStatus(String by, Map<String, ?> status) {
        return request(client(by)).subresource("status").patch(merge(), Serialization.asJson(Map.of("status", status)));
    }

    private static PatchContext merge() {
        return PatchContext.of(PatchType.JSON_MERGE);
    }

    private NodeJoinRequest seenBy(String user) {
        var seen = request(client(user)).get();
        if (seen == null) throw new KubernetesClientException("gone", 404, null);
        return seen;
    }

    private Resource<NodeJoinRequest> mine() {
        return request(requester());
    }

    private Resource<NodeJoinRequest> request(KubernetesClient who) {
        return who.resources(NodeJoinRequest.class)
                .inNamespace(OperatorBed.NAMESPACE)
                .withName(name);
    }

    private KubernetesClient requester() {
        return client(REQUESTER);
    }

    private KubernetesClient client(String user) {
        return bed.cluster().as(user);
    }

    private String anyApprover() {
        return APPROVERS.get(random.nextInt(APPROVERS.size()));
    }

    private NodeJoinRequestSpec anySpecification() {
        return Specifications.spec("{'nodeName': '%s', 'requestedBy': '%s', 'deadlineSeconds': %d}"
                .formatted(node, REQUESTER, anyDeadline()));
    }

    private long anyDeadline() {
        return DEADLINES.get(random.nextInt(DEADLINES.size()));
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
