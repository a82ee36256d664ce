package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.DiscoveryKind;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import dev.nodejoin.api.v1alpha1.RejoinKind;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.SpecHash;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of every single write of an operator, whatever happened before. Written from docs/architecture.md ("A join,
 * step by step", "Token attempts"), not from the planner.
 */
final class ModelRules {
    private final ModelCluster cluster;
    private final ModelApprovalRules approvals;

    ModelRules(ModelCluster cluster) {
        this.cluster = cluster;
        this.approvals = new ModelApprovalRules(cluster);
    }

    static <T> List<T> listOf(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    // Status

    void checkStatusWrite(ModelProcess writer, JoinSnapshot seen, RequestFacts is, JoinPlan plan, Instant plannedAt) {
        var after = plan.status();
        approvals.checkPeoplesEntries(is.status(), after);
        approvals.checkRecord(seen, is, plan, plannedAt);
        checkToken(writer, seen, is, after, plannedAt);
        if (!mayBeReplaced(is)) checkPin(is.status().certificate(), after.certificate());
        if (is.status().node() == null && after.node() != null) checkFirstNode(writer, seen, is, after);
        if (is.status().node() != null && !is.status().node().equals(after.node())) checkReplaced(seen, is, after);
        checkSilence(writer, seen, is, after);
        ConditionRules.check(is.status(), after, is.generation(), plannedAt);
        checkOneTokenIsLive(is.uid(), after);
    }

    private void checkToken(
            ModelProcess writer, JoinSnapshot seen, RequestFacts is, NodeJoinRequestStatus after, Instant plannedAt) {
        var old = is.status().token();
        var token = after.token();
        if (Objects.equals(old, token)) return;
        if (token == null) throw new AssertionError("a token vanished: " + old);
        var from = old == null ? null : old.state();
        switch (Objects.requireNonNull(token.state())) {
            case CLAIMED -> {
                checkClaim(writer, is, old, token);
                approvals.checkIsGood(seen, plannedAt, "claims a token");
            }
            case LIVE -> {
                assertThat(from).isEqualTo(TokenState.CLAIMED);
                checkGoesLive(writer, is, after);
                approvals.checkIsGood(seen, plannedAt, "hands over a token");
            }
            case REVOKING -> assertThat(from).isIn(TokenState.CLAIMED, TokenState.LIVE);
            case REVOKED -> {
                assertThat(from).isEqualTo(TokenState.REVOKING);
                assertThat(cluster.recognised(is.uid()))
                        .as("revoked, but recognised")
                        .isEmpty();
                assertThat(after.handOff()).as("hand-off of a revoked token").isNull();
            }
        }
    }

    private void checkClaim(ModelProcess writer, RequestFacts is, @Nullable TokenStatus old, TokenStatus token) {
        assertThat(token.claimedBy()).isEqualTo(writer.claimant());
        assertThat(token.attempt()).isEqualTo(old == null ? 1 : Objects.requireNonNull(old.attempt()) + 1);
        if (old != null) {
            assertThat(old.state()).isEqualTo(TokenState.REVOKED);
            assertThat(token.id()).as("another attempt is another token").isNotEqualTo(old.id());
        }
        checkEntitled(is, "claims a token");
    }

    private void checkGoesLive(ModelProcess writer, RequestFacts is, NodeJoinRequestStatus after) {
        var token = Objects.requireNonNull(after.token());
        assertThat(token.claimedBy()).as("only the claimant mints").isEqualTo(writer.claimant());
        var id = new TokenId(Objects.requireNonNull(token.id()));
        assertThat(cluster.recognised(is.uid()))
                .as("the only token of the request that is recognised")
                .isSubsetOf(id);
        assertThat(cluster.handOffs)
                .as("handed over")
                .containsEntry(
                        Objects.requireNonNull(
                                Objects.requireNonNull(after.handOff()).name()),
                        is.uid());
        if (is.spec().discovery() == DiscoveryKind.CLUSTER_INFO)
            assertThat(cluster.signed).as("signed before it is handed over").contains(id);
        checkEntitled(is, "hands over a token");
    }

    /** What must be true for anything to be given out. */
    private void checkEntitled(RequestFacts is, String what) {
        assertThat(cluster.everDenied).as("%s after a denial", what).doesNotContain(is.uid());
        assertThat(is.spec().suspend()).as("%s while suspended", what).isNotEqualTo(true);
        assertThat(is.status().approved())
                .as("%s without a recorded approval", what)
                .isNotNull();
        assertThat(Objects.requireNonNull(is.status().approved()).specHash())
                .as("%s for a specification that was not approved", what)
                .isEqualTo(SpecHash.of(is.spec()).value());
        assertThat(cluster.lease.map(hold -> hold.holder().uid()))
                .as("%s without holding the name", what)
                .contains(is.uid());
    }

    private static void checkPin(@Nullable CertificateStatus before, @Nullable CertificateStatus after) {
        if (before == null || before.publicKeySHA256() == null) return;
        assertThat(Objects.requireNonNull(after).publicKeySHA256())
                .as("the first key is the only one")
                .isEqualTo(before.publicKeySHA256());
    }

    /** An approval of IfNotReady lets another key in the place of the Node that was there, until one was let in. */
    static boolean mayBeReplaced(RequestFacts is) {
        var node = is.status().node();
        var approved = is.status().approved();
        return Terms.rejoin(is.spec()) == RejoinKind.IF_NOT_READY
                && node != null
                && approved != null
                && Objects.equals(node.uid(), approved.nodeUID());
    }

    /** Nothing is given out for a Node whose kubelet is heard of; for another key not within ten minutes. */
    private void checkSilence(ModelProcess writer, JoinSnapshot seen, RequestFacts is, NodeJoinRequestStatus after) {
        if (is.status().node() == null || !givesOut(is.status(), after)) return;
        var node = seen.node().orElseThrow();
        assertThat(Objects.requireNonNull(is.status().node()).uid()).isEqualTo(node.uid());
        assertThat(node.silentSince())
                .as("given out for a Node that is heard of")
                .isPresent();
        assertThat(Terms.rejoin(is.spec())).isNotEqualTo(RejoinKind.NEVER);
        if (Terms.rejoin(is.spec()) == RejoinKind.IF_NOT_READY) checkLongSilence(writer);
    }

    private static boolean givesOut(NodeJoinRequestStatus before, NodeJoinRequestStatus after) {
        var claimsToken = isClaim(after) && !Objects.equals(before.token(), after.token());
        return claimsToken
                || (isOpen(after.certificate()) && !Objects.equals(before.certificate(), after.certificate()));
    }

    private static boolean isOpen(@Nullable CertificateStatus certificate) {
        return certificate != null && certificate.serial() == null && certificate.requestUID() != null;
    }

    private static boolean isClaim(NodeJoinRequestStatus status) {
        return status.token() != null && status.token().state() == TokenState.CLAIMED;
    }

    private void checkLongSilence(ModelProcess writer) {
        assertThat(cluster.renewedAt)
                .as("the Lease of the Node was renewed")
                .isBeforeOrEqualTo(writer.now().minus(Duration.ofMinutes(10)));
    }

    private void checkFirstNode(ModelProcess writer, JoinSnapshot seen, RequestFacts is, NodeJoinRequestStatus after) {
        var certificate = after.certificate();
        if (certificate != null && certificate.serial() != null) checkRegistration(seen, after);
        else checkAdoption(writer, seen, is, after);
    }

    /** Its machine has the pinned key, as a certificate that was issued shows; or it may be replaced. */
    private void checkAdoption(ModelProcess writer, JoinSnapshot seen, RequestFacts is, NodeJoinRequestStatus after) {
        var node = seen.node().orElseThrow();
        assertThat(Objects.requireNonNull(after.node()).uid()).isEqualTo(node.uid());
        assertThat(cluster.lease.map(hold -> hold.holder().uid())).contains(is.uid());
        var key = after.certificate() == null ? null : after.certificate().publicKeySHA256();
        if (key == null) {
            assertThat(Terms.rejoin(is.spec())).isEqualTo(RejoinKind.IF_NOT_READY);
            assertThat(Objects.requireNonNull(is.status().approved()).nodeUID()).isEqualTo(node.uid());
            checkLongSilence(writer);
        } else {
            assertThat(TokenPlanning.pinnedKey(is)).contains(key);
            assertThat(cluster.isCertified(key))
                    .as("adopted with a key of nobody")
                    .isTrue();
        }
    }

    /** Another Node is taken only after it was told, and not while another request holds the name. */
    private void checkReplaced(JoinSnapshot seen, RequestFacts is, NodeJoinRequestStatus after) {
        assertThat(Objects.requireNonNull(after.node()).uid())
                .isEqualTo(seen.node().orElseThrow().uid());
        assertThat(Conditions.of(is.status().conditions(), ConditionType.NODE_REGISTERED)
                        .orElseThrow()
                        .getReason())
                .isEqualTo("NodeReplaced");
        assertThat(seen.hold().map(hold -> hold.holder().uid())).contains(is.uid());
    }

    private void checkRegistration(JoinSnapshot seen, NodeJoinRequestStatus after) {
        var certificate = Objects.requireNonNull(after.certificate());
        assertThat(certificate.serial()).as("registered without a certificate").isNotNull();
        var node = seen.node().orElseThrow();
        assertThat(Objects.requireNonNull(after.node()).uid()).isEqualTo(node.uid());
        var issued = Instant.parse(Objects.requireNonNull(certificate.issuedAt()));
        assertThat(node.createdAt())
                .as("the Node is older than the certificate")
                .isAfterOrEqualTo(issued);
        var token = after.token();
        assertThat(token == null ? null : token.state())
                .as("the token is spent in the same write")
                .isNotEqualTo(TokenState.LIVE);
    }

    private void checkOneTokenIsLive(String uid, NodeJoinRequestStatus after) {
        var live = cluster.requests.values().stream()
                .map(ModelCluster.Versioned::value)
                .filter(other -> !other.uid().equals(uid))
                .map(RequestFacts::status)
                .filter(ModelRules::isLive)
                .count();
        assertThat(live + (isLive(after) ? 1 : 0))
                .as("live tokens for one name")
                .isLessThanOrEqualTo(1);
    }

    private static boolean isLive(NodeJoinRequestStatus status) {
        return status.token() != null && status.token().state() == TokenState.LIVE;
    }

    // Lease

    void checkHold(JoinSnapshot seen, Optional<NameHold> before, NameHold after) {
        before.ifPresent(old -> {
            if (old.isVacant()) return;
            assertThat(after.holder()).as("a name is not taken from its holder").isEqualTo(old.holder());
            if (!old.tokenId().equals(after.tokenId()))
                assertThat(after.previousTokenId())
                        .as("the token before is remembered")
                        .contains(old.tokenId());
        });
        assertThat(listOf(seen.request().status().denials()))
                .as("name held after a denial")
                .isEmpty();
    }

    void checkFree(NameHold hold) {
        assertThat(cluster.recognised(hold.holder().uid()))
                .as("a name is freed while a token of its request is recognised")
                .isEmpty();
    }

    // Token

    void checkMint(ModelProcess writer, JoinSnapshot seen, Instant plannedAt, TokenId id) {
        var token = Objects.requireNonNull(seen.request().status().token());
        assertThat(token.state()).isEqualTo(TokenState.CLAIMED);
        assertThat(token.id()).isEqualTo(id.value());
        assertThat(token.claimedBy()).as("only the claimant mints").isEqualTo(writer.claimant());
        assertThat(plannedAt)
                .as("a claimant has ten seconds")
                .isBefore(
                        Instant.parse(Objects.requireNonNull(token.claimedAt())).plus(Duration.ofSeconds(10)));
    }

    // Certificate signing request

    void checkApproval(JoinSnapshot seen, CertificateRequestFacts is) {
        var request = seen.request();
        var status = request.status();
        assertThat(listOf(status.denials())).as("approved after a denial").isEmpty();
        assertThat(seen.protection()).as("approved while unprotected").isInstanceOf(Protection.Intact.class);
        assertThat(request.spec().suspend()).as("approved while suspended").isNotEqualTo(true);
        assertThat(Objects.requireNonNull(status.approved()).specHash())
                .as("approved for a specification that was not approved")
                .isEqualTo(SpecHash.of(request.spec()).value());
        var token = Objects.requireNonNull(status.token());
        assertThat(token.state()).as("approved for a token that is not live").isEqualTo(TokenState.LIVE);
        assertThat(is.requested().requester()).isEqualTo("system:bootstrap:" + token.id());
        var claim = Objects.requireNonNull(status.certificate(), "approved without a claim");
        assertThat(claim.requestUID()).as("approved without a claim").isEqualTo(is.uid());
        checkKey(request, is, claim);
        assertThat(cluster.revoked(request.uid()))
                .as("approved after its token was revoked")
                .isNotEqualTo(Optional.of(Objects.requireNonNull(token.id())));
        var others = cluster.approvedRequests(request.uid());
        seen.node().ifPresent(node -> checkInPlaceOf(node, request, claim));
        assertThat(others)
                .as("a second signing request is approved for one join")
                .noneMatch(other -> seen.node().isEmpty()
                        || other.requested().requester().equals(is.requested().requester()));
    }

    private void checkKey(RequestFacts request, CertificateRequestFacts is, CertificateStatus claim) {
        var key = Csr.keyOf(Objects.requireNonNull(cluster.madeBy.get(is.uid())));
        assertThat(key).as("approved for another key than the first").isEqualTo(claim.publicKeySHA256());
        TokenPlanning.pinnedKey(request)
                .ifPresent(pinned -> assertThat(key)
                        .as("approved for another key than the pinned")
                        .isEqualTo(pinned));
    }

    private void checkInPlaceOf(NodeFacts node, RequestFacts request, CertificateStatus claim) {
        assertThat(Terms.rejoin(request.spec()))
                .as("approved while the Node exists")
                .isNotEqualTo(RejoinKind.NEVER);
        assertThat(node.silentSince()).as("approved while the Node is heard of").isPresent();
        assertThat(Objects.requireNonNull(request.status().node()).uid()).isEqualTo(node.uid());
        if (Terms.rejoin(request.spec()) == RejoinKind.SAME_KEY)
            assertThat(cluster.isCertified(Objects.requireNonNull(claim.publicKeySHA256())))
                    .as("approved for a key that never joined")
                    .isTrue();
    }

    // Node

    void checkSetUp(JoinSnapshot seen, NodeSetUp setUp) {
        var status = seen.request().status();
        if (!setUp.uid().equals(Objects.requireNonNull(status.node()).uid())) checkPutRight(seen, setUp);
        assertThat(Objects.requireNonNull(status.approved()).specHash())
                .as("a Node is touched for a specification that was not approved")
                .isEqualTo(SpecHash.of(seen.request().spec()).value());
        assertThat(listOf(status.denials()))
                .as("a Node is touched after a denial")
                .isEmpty();
    }

    /** Of a Node that was created again nobody knows the machine. */
    private static void checkPutRight(JoinSnapshot seen, NodeSetUp setUp) {
        assertThat(seen.hold().map(hold -> hold.holder().uid()))
                .as("the Node came of another request")
                .contains(seen.request().uid());
        setUp.declared()
                .ifPresent(declared -> assertThat(declared.labels().keySet())
                        .as("labels of trust for a machine that nobody knows")
                        .noneMatch(key -> key.startsWith("node-restriction.kubernetes.io/")));
    }
}
