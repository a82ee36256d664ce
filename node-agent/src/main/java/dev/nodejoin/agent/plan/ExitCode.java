package dev.nodejoin.agent.plan;

/** How a run ended: one code per phase that can fail, so that a caller knows without reading. */
public enum ExitCode {
    JOINED(0, "done"),
    UNEXPECTED(1, "an error that is none of the following (a defect)"),
    USAGE(2, "the command line is wrong"),
    TICKET(10, "the ticket, configuration or discovery file is missing, unsafe or malformed"),
    UNREACHABLE(11, "the API server can't be reached or is not the one that is meant"),
    REFUSED(12, "the API server refuses the credentials (401) or what they may do (403)"),
    DENIED(13, "the certificate signing request was denied or failed, or its certificate can't be used"),
    NOT_APPROVED(14, "the certificate was not approved or not issued in time"),
    FILES(15, "a file can't be read or written, or belongs to another join"),
    KUBELET(16, "the kubelet could not be started or did not get healthy in time"),
    NOT_REGISTERED(17, "the kubelet is healthy, but the Node was not registered in time"),
    NAME_TAKEN(18, "a Ready Node of that name exists"),
    CLUSTER(19, "the cluster's configuration or an answer of the API server can't be used"),
    PREFLIGHT(20, "a preflight check failed"),
    TOKEN_UNKNOWN(30, "the cluster has no signature for the token's id: unknown, expired or not for discovery"),
    UNSIGNED(31, "the cluster's public information is not signed for any token"),
    TOKEN_WRONG(32, "the cluster's public information is signed with another token"),
    PIN_MISMATCH(33, "no CA certificate of the cluster has a pinned key"),
    CA_CHANGED(34, "the cluster's public information changed between the first and the verified look");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
