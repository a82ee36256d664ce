package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.operator.ban.BanListener;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.plan.BanPlanner;
import dev.nodejoin.policy.certificate.Refusal;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what became of bans: Events at the ban, log lines with constant messages. */
final class BanReporter implements BanListener {
    private static final Logger LOG = LoggerFactory.getLogger(BanReporter.class);

    private final EventWriter events;
    private final JoinReporter decisions;

    BanReporter(EventWriter events, JoinReporter decisions) {
        this.events = events;
        this.decisions = decisions;
    }

    @Override
    public void statusWritten(NodeJoinBan before, NodeJoinBan after) {
        condition(after)
                .filter(now -> !reason(before).equals(Optional.of(now.getReason())))
                .ifPresent(now -> report(after, now));
    }

    @Override
    public void certificateDenied(NodeJoinBan ban, CertificateRequestFacts request, String message) {
        decisions.decided(request, Refusal.Reason.BANNED.label());
        events.write(
                ban,
                true,
                Refusal.Reason.BANNED.label(),
                "Request %s was denied: %s".formatted(request.name(), message));
    }

    private void report(NodeJoinBan ban, Condition now) {
        LOG.atInfo()
                .addKeyValue("ban", ban.getMetadata().getName())
                .addKeyValue("node", ban.getSpec().nodeName())
                .addKeyValue("reason", now.getReason())
                .log("ban moved");
        events.write(ban, false, now.getReason(), now.getMessage());
    }

    private static Optional<String> reason(NodeJoinBan ban) {
        return condition(ban).map(Condition::getReason);
    }

    private static Optional<Condition> condition(NodeJoinBan ban) {
        return Optional.ofNullable(ban.getStatus()).flatMap(BanPlanner::condition);
    }
}
