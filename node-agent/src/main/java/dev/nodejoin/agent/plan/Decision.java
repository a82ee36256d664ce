package dev.nodejoin.agent.plan;

/** What became of a certificate signing request. */
public sealed interface Decision {
    record Undecided() implements Decision {}

    /** Approved, but the signer has not issued the certificate yet. */
    record Approved() implements Decision {}

    record Issued(String certificatePem) implements Decision {}

    record Denied(String reason, String message) implements Decision {}

    /** The signer refused what had been approved. */
    record Failed(String reason, String message) implements Decision {}
}
