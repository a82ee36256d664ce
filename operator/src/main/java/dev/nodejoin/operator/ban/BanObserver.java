package dev.nodejoin.operator.ban;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinBanStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.operator.join.JoinCaches;
import dev.nodejoin.operator.join.JoinObserver;
import dev.nodejoin.operator.plan.BanFacts;
import dev.nodejoin.operator.plan.BanSnapshot;
import dev.nodejoin.operator.plan.Suspects;
import dev.nodejoin.policy.ban.Ban;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gathers from caches what a decision about a ban may look at. Reads nothing from the API server. */
final class BanObserver {
    /** On a ban: the index tells whether it is in force. */
    static final String INDEXED = "nodejoin.dev/indexed";

    private final JoinCaches joins;
    private final BanIndex index;

    BanObserver(JoinCaches joins, BanIndex index) {
        this.joins = joins;
        this.index = index;
    }

    BanSnapshot observe(NodeJoinBan object) {
        var ban = BanCaches.read(object);
        var node = ban.nodeName().flatMap(joins::node);
        return new BanSnapshot(
                new BanFacts(ban, object.getMetadata().getGeneration(), isLabelled(object), statusOf(object)),
                node.map(found -> found.getMetadata().getUid()),
                requests(ban),
                undecided(ban),
                ban.nodeName().flatMap(index::since));
    }

    static NodeJoinBanStatus statusOf(NodeJoinBan ban) {
        return ban.getStatus() == null ? NodeJoinBanStatus.EMPTY : ban.getStatus();
    }

    private static boolean isLabelled(NodeJoinBan ban) {
        var labels = Objects.requireNonNullElse(ban.getMetadata().getLabels(), Map.<String, String>of());
        return labels.containsKey(INDEXED);
    }

    private List<String> requests(Ban ban) {
        return candidates(ban).stream()
                .filter(request -> ban.hits(Suspects.of(JoinObserver.facts(request))))
                .map(request -> request.getMetadata().getNamespace() + "/"
                        + request.getMetadata().getName())
                .toList();
    }

    /** Any request may be of a key. */
    private List<NodeJoinRequest> candidates(Ban ban) {
        if (ban.publicKeySha256().isPresent()) return joins.requests();
        return ban.nodeName().map(joins::requestsForNode).orElse(List.of());
    }

    private List<CertificateRequestFacts> undecided(Ban ban) {
        return joins.certificateRequestsHitBy(ban).stream()
                .map(CertificateRequestReader::read)
                .filter(CertificateRequestFacts::isUndecided)
                .toList();
    }
}
