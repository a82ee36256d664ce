package dev.nodejoin.policy.approval;

import dev.nodejoin.api.v1alpha1.NodeJoinApprovalSpec;
import dev.nodejoin.api.v1alpha1.NodeRole;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Match;
import dev.nodejoin.policy.approval.WrittenApprovalVerdict.Worth;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges approvals that are objects of their own.
 *
 * <p>Such an approval quotes no key, so nothing in it tells whether the admission policies were in force when it was made.
 * Time does: it has to be younger than they are. A policy that was edited can't be dated, since its creation says nothing
 * about the edit; then it counts from when this process first saw it, unless an operator vouched for the approval before,
 * under the very protection that is in force.
 */
public final class WrittenApprovalRules {
    private WrittenApprovalRules() {}

    /**
     * Looks at worth and match apart: an approval that matches may be void, and one that was spent may become so.
     *
     * @param protectionSince when this process first saw the protection as it is now
     */
    public static WrittenApprovalVerdict judge(
            WrittenApproval approval,
            Optional<AskedFor> request,
            Protection protection,
            Instant protectionSince,
            Instant now) {
        return new WrittenApprovalVerdict(worth(approval, protection, protectionSince, now), match(approval, request));
    }

    /** It was spent on this request, is about what is asked for now, and is worth something under this protection. */
    static boolean counts(
            WrittenApproval approval, AskedFor request, Protection protection, Instant protectionSince, Instant now) {
        return approval.spentOn().equals(Optional.of(request.uid()))
                && mismatch(approval.spec(), request).isEmpty()
                && worth(approval, protection, protectionSince, now) instanceof Worth.Genuine;
    }

    /** From then on what is created was surely seen by the protection. */
    static Instant vouchedFrom(Protection.Intact protection, Instant protectionSince) {
        return protection.objects().stream()
                .map(object -> inForceSince(object, protectionSince))
                .max(Comparator.naturalOrder())
                .orElse(protectionSince)
                .plus(ApprovalRules.SETTLING);
    }

    private static Instant inForceSince(ProtectingObject object, Instant protectionSince) {
        return object.generation() == 1 ? object.createdAt() : protectionSince;
    }

    private static Worth worth(WrittenApproval approval, Protection protection, Instant protectionSince, Instant now) {
        return switch (protection) {
            case Protection.Broken broken -> new Worth.Unknown(broken.problems());
            case Protection.Intact intact -> worthUnder(intact, approval, protectionSince, now);
        };
    }

    private static Worth worthUnder(
            Protection.Intact protection, WrittenApproval approval, Instant protectionSince, Instant now) {
        var from = vouchedFrom(protection, protectionSince);
        var vouchedBefore = approval.protection().equals(Optional.of(protection.hash()));
        if (!vouchedBefore && approval.createdAt().isBefore(from)) return new Worth.Unvouched(from);
        if (isExpired(approval.spec(), now))
            return new Worth.Expired(text(approval.spec().expiresAt()));
        return new Worth.Genuine(protection.hash());
    }

    /** A time that can't be read is over. */
    private static boolean isExpired(NodeJoinApprovalSpec spec, Instant now) {
        if (spec.expiresAt() == null) return false;
        return expiry(spec).map(end -> !now.isBefore(end)).orElse(true);
    }

    /** Empty for what never expires, and for what is no time. */
    public static Optional<Instant> expiry(NodeJoinApprovalSpec spec) {
        if (spec.expiresAt() == null) return Optional.empty();
        try {
            return Optional.of(Instant.parse(spec.expiresAt()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Match match(WrittenApproval approval, Optional<AskedFor> request) {
        if (approval.spentOn().isPresent())
            return new Match.Spent(approval.spentOn().get());
        if (request.isEmpty()) return new Match.NoRequest();
        return mismatch(approval.spec(), request.get())
                .orElseGet(() -> new Match.Matching(request.get().uid()));
    }

    private static Optional<Match> mismatch(NodeJoinApprovalSpec approved, AskedFor request) {
        var asked = request.spec();
        if (!text(approved.nodeName()).equals(text(asked.nodeName())))
            return Optional.of(new Match.OtherNode(text(asked.nodeName())));
        if (roleOf(approved) != roleOf(asked.role())) return Optional.of(new Match.OtherRole());
        var hash = SpecHash.of(asked);
        return hashOf(approved).equals(hash.value())
                ? Optional.empty()
                : Optional.of(new Match.OtherSpecification(hash));
    }

    /** A text beats a hash: the text is what a reviewer saw. */
    private static String hashOf(NodeJoinApprovalSpec approved) {
        return approved.spec() != null ? SpecHash.of(approved.spec()).value() : text(approved.specHash());
    }

    private static NodeRole roleOf(NodeJoinApprovalSpec approved) {
        return roleOf(approved.spec() != null ? approved.spec().role() : approved.role());
    }

    private static NodeRole roleOf(@Nullable NodeRole role) {
        return Objects.requireNonNullElse(role, NodeRole.WORKER);
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
