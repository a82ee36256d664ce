package dev.nodejoin.operator.plan;

import dev.nodejoin.policy.certificate.CertificateVerdict;
import dev.nodejoin.policy.certificate.Refusal;

/** Reasons of conditions and events. They are API: alerts and scripts match on them. */
public final class Reason {
    // Accepted
    public static final String ACCEPTED = "Accepted";
    public static final String NAMESPACE_NOT_SERVED = "NamespaceNotServed";
    public static final String SUSPENDED = "Suspended";
    public static final String OUT_OF_BOUNDS = "OutOfBounds";
    public static final String BANNED = "Banned";
    public static final String RULE_FAILED = "RuleFailed";
    // Approved
    public static final String APPROVED = "Approved";
    public static final String AWAITING_APPROVAL = "AwaitingApproval";
    public static final String SPEC_CHANGED = "SpecChanged";
    public static final String REQUESTER_UNKNOWN = "RequesterUnknown";
    public static final String DENIED = "Denied";
    public static final String APPROVALS_UNPROTECTED = "ApprovalsUnprotected";
    public static final String EXPIRED = "Expired";
    // CredentialIssued
    public static final String TOKEN_LIVE = "TokenLive";
    public static final String MINTING = "Minting";
    public static final String NAME_HELD = "NameHeld";
    public static final String NODE_EXISTS = "NodeExists";
    public static final String REVOKED = "Revoked";
    public static final String SPENT = "Spent";
    /** Of this condition and the three after it: the Node was in before this request was made. */
    public static final String ADOPTED = "Adopted";

    public static final String BROUGHT_ALONG = "BroughtAlong";
    // HandedOver
    public static final String HANDED_OVER = "HandedOver";
    public static final String HAND_OFF_CONFLICT = "HandOffConflict";
    public static final String HAND_OFF_REFUSED = "HandOffRefused";
    public static final String AWAITING_SIGNATURE = "AwaitingSignature";
    /** Of this condition and the one before it: there is no kube-public/cluster-info. */
    public static final String CLUSTER_INFO_MISSING = "ClusterInfoMissing";
    /** Of this condition and the one before it: not everybody may read it. */
    public static final String CLUSTER_INFO_NOT_PUBLIC = "ClusterInfoNotPublic";
    /** Of this condition and the one before it: it leads to another cluster, or nowhere. */
    public static final String CLUSTER_INFO_UNUSABLE = "ClusterInfoUnusable";
    // CertificateIssued
    public static final String ISSUED = "Issued";
    public static final String AWAITING_REQUEST = "AwaitingRequest";
    public static final String AWAITING_SIGNER = "AwaitingSigner";
    public static final String REFUSED = "Refused";
    public static final String KEY_MISMATCH = "KeyMismatch";
    public static final String TOO_MANY_REQUESTS = "TooManyRequests";
    // NodeRegistered
    public static final String REGISTERED = "Registered";
    public static final String AWAITING_NODE = "AwaitingNode";
    public static final String NODE_GONE = "NodeGone";
    public static final String NODE_REPLACED = "NodeReplaced";
    // Ready
    public static final String READY = "Ready";
    public static final String SETTING_UP = "SettingUp";
    public static final String NODE_NOT_READY = "NodeNotReady";
    // ServingCertificateIssued
    public static final String AWAITING_ADDRESSES = "AwaitingAddresses";
    /** Of conditions whose turn has not come. */
    public static final String PENDING = "Pending";

    private Reason() {}

    /** The reason that tells of a denied signing request. */
    static String ofDenial(CertificateVerdict.Deny denial) {
        return denial.refusals().getFirst().reason() == Refusal.Reason.KEY_MISMATCH ? KEY_MISMATCH : REFUSED;
    }
}
