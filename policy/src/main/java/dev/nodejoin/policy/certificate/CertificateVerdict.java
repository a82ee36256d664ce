package dev.nodejoin.policy.certificate;

import java.util.List;
import java.util.stream.Collectors;

/** What becomes of a certificate signing request. */
public sealed interface CertificateVerdict {
    /**
     * As promised in every part.
     *
     * @param publicKeySha256 the key that it is approved for, {@code sha256:<hex>}
     */
    record Approve(String publicKeySha256) implements CertificateVerdict {}

    /** Proven violations; all of them. */
    record Deny(List<Refusal> refusals) implements CertificateVerdict {
        public Deny {
            refusals = List.copyOf(refusals);
        }

        /** The refusals in one line. */
        public String message() {
            return refusals.stream().map(Refusal::message).collect(Collectors.joining("; "));
        }
    }

    /** A fact is missing. */
    record Wait(String waitingFor) implements CertificateVerdict {}

    /** Not ours to judge. */
    record Ignore(String why) implements CertificateVerdict {}
}
