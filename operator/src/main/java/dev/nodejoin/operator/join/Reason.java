package dev.nodejoin.operator.join;

/** Reasons of conditions and events. They are API: alerts and scripts match on them. */
public final class Reason {
    // Accepted
    static final String ACCEPTED = "Accepted";
    static final String NAMESPACE_NOT_SERVED = "NamespaceNotServed";
    static final String SUSPENDED = "Suspended";
    static final String OUT_OF_BOUNDS = "OutOfBounds";
    static final String TOO_MANY_REQUESTS = "TooManyRequests";
    // Approved
    static final String APPROVED = "Approved";
    static final String AWAITING_APPROVAL = "AwaitingApproval";
    static final String SPEC_CHANGED = "SpecChanged";
    static final String DENIED = "Denied";
    static final String APPROVALS_UNPROTECTED = "ApprovalsUnprotected";
    static final String EXPIRED = "Expired";
    // CredentialIssued
    static final String TOKEN_LIVE = "TokenLive";
    static final String MINTING = "Minting";
    static final String NAME_HELD = "NameHeld";
    static final String NODE_EXISTS = "NodeExists";
    static final String REVOKED = "Revoked";
    static final String SPENT = "Spent";
    // HandedOver
    static final String HANDED_OVER = "HandedOver";
    static final String HAND_OFF_CONFLICT = "HandOffConflict";
    // CertificateIssued
    static final String ISSUED = "Issued";
    static final String AWAITING_REQUEST = "AwaitingRequest";
    static final String AWAITING_SIGNER = "AwaitingSigner";
    static final String REFUSED = "Refused";
    static final String KEY_MISMATCH = "KeyMismatch";
    // NodeRegistered
    static final String REGISTERED = "Registered";
    static final String AWAITING_NODE = "AwaitingNode";
    static final String NODE_GONE = "NodeGone";
    static final String NODE_REPLACED = "NodeReplaced";
    // Ready
    static final String READY = "Ready";
    static final String SETTING_UP = "SettingUp";
    static final String NODE_NOT_READY = "NodeNotReady";
    /** Of conditions whose turn has not come. */
    static final String PENDING = "Pending";

    private Reason() {}
}
