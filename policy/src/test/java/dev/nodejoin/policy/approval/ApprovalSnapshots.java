package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.WrittenApprovals.aWrittenApproval;

import dev.nodejoin.api.v1alpha1.Approval;
import dev.nodejoin.api.v1alpha1.Denial;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.RecordedApproval;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds what a judgement about an approval looks at. Begins with a request that nobody has looked at yet. */
final class ApprovalSnapshots {
    static final String UID = "5e0c2f5c-2f1a-4a7e-9a53-3d1f0f3d9d01";
    static final Instant LONG_AGO = Instant.parse("2026-03-01T08:00:00Z");
    static final Instant RECORDED_AT = Instant.parse("2026-03-01T08:30:00Z");
    static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    static final Protection.Intact INTACT = new Protection.Intact(List.of(
            new ProtectingObject("ValidatingAdmissionPolicy", "nodejoin-status", "a1", 1, LONG_AGO),
            new ProtectingObject("ValidatingAdmissionPolicyBinding", "nodejoin-status", "b1", 1, LONG_AGO)));

    private String uid = UID;
    private NodeJoinRequestSpec spec = Specifications.WORKER_1;
    private Optional<String> publishedSpecHash = Optional.empty();
    private Optional<String> publishedKey = Optional.empty();
    private final List<Approval> approvals = new ArrayList<>();
    private final List<Denial> denials = new ArrayList<>();
    private Optional<RecordedApproval> recorded = Optional.empty();
    private final List<WrittenApproval> written = new ArrayList<>();
    private Optional<Instant> expiredAt = Optional.empty();
    private boolean certified;
    private ApprovalTerms terms = ApprovalTerms.ONE_PERSON;
    private Protection protection = INTACT;
    private Instant protectionSince = LONG_AGO;

    private ApprovalSnapshots() {}

    static ApprovalSnapshots aRequest() {
        return new ApprovalSnapshots();
    }

    ApprovalSnapshots withUid(String text) {
        uid = text;
        return this;
    }

    ApprovalSnapshots asking(NodeJoinRequestSpec asked) {
        spec = asked;
        return this;
    }

    /** The key of the specification and protection as they are at this point of the sentence is published. */
    ApprovalSnapshots published() {
        publishedSpecHash = Optional.of(SpecHash.of(spec).value());
        publishedKey = Optional.of(key());
        return this;
    }

    ApprovalSnapshots publishedKey(@Nullable String key) {
        publishedKey = Optional.ofNullable(key);
        return this;
    }

    ApprovalSnapshots publishedSpecHash(@Nullable String hash) {
        publishedSpecHash = Optional.ofNullable(hash);
        return this;
    }

    /** With the key as it is at this point of the sentence. */
    ApprovalSnapshots approvedBy(String user) {
        return approved(user, key());
    }

    ApprovalSnapshots approved(@Nullable String by, @Nullable String key) {
        approvals.add(new Approval(by, key, null));
        return this;
    }

    ApprovalSnapshots deniedBy(@Nullable String by, @Nullable String reason) {
        denials.add(new Denial(by, reason));
        return this;
    }

    /** For the specification as it is at this point of the sentence. */
    ApprovalSnapshots recordedFor(String user) {
        return recordedFor(List.of(user));
    }

    ApprovalSnapshots recordedFor(List<String> users) {
        return recorded(
                new RecordedApproval(users, List.of(), SpecHash.of(spec).value(), RECORDED_AT.toString(), null));
    }

    ApprovalSnapshots certified() {
        certified = true;
        return this;
    }

    ApprovalSnapshots taking(ApprovalTerms what) {
        terms = what;
        return this;
    }

    ApprovalSnapshots takingApprovers(int approvers) {
        return taking(new ApprovalTerms(false, approvers, Optional.empty(), List.of()));
    }

    ApprovalSnapshots expiredAt(Instant when) {
        expiredAt = Optional.of(when);
        return this;
    }

    /** An object that approves the specification as it is at this point of the sentence, spent on this request. */
    ApprovalSnapshots writtenBy(String user) {
        return written(aWrittenApproval().by(user).approving(spec).spentOn(uid).build());
    }

    ApprovalSnapshots written(WrittenApproval approval) {
        written.add(approval);
        return this;
    }

    ApprovalSnapshots recorded(RecordedApproval approval) {
        recorded = Optional.of(approval);
        return this;
    }

    ApprovalSnapshots under(Protection state) {
        protection = state;
        return this;
    }

    ApprovalSnapshots unprotected(String... problems) {
        return under(new Protection.Broken(List.of(problems)));
    }

    ApprovalSnapshots protectedSince(Instant instant) {
        protectionSince = instant;
        return this;
    }

    String key() {
        var intact = protection instanceof Protection.Intact here ? here : INTACT;
        return ApprovalKey.of(uid, SpecHash.of(spec), intact).value();
    }

    ApprovalSnapshot snapshot() {
        return new ApprovalSnapshot(
                uid,
                spec,
                publishedSpecHash,
                publishedKey,
                approvals,
                written,
                denials,
                recorded,
                expiredAt,
                certified,
                terms,
                protection,
                protectionSince);
    }

    ApprovalVerdict judged() {
        return judgedAt(NOW);
    }

    ApprovalVerdict judgedAt(Instant now) {
        return ApprovalRules.judge(snapshot(), now);
    }
}
