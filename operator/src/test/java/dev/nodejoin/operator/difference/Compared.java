package dev.nodejoin.operator.difference;

import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.policy.certificate.CertificateVerdict;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import org.jspecify.annotations.Nullable;

/** What both said about one submission. */
record Compared(Submission submission, boolean taken, boolean approvedByKubernetes, CertificateVerdict ours) {
    /**
     * What the API server stored is judged, where it stored it.
     *
     * @param stored null if the API server refused it
     */
    static Compared of(Submission submission, @Nullable CertificateSigningRequest stored) {
        if (stored == null) return new Compared(submission, false, false, submission.judge(submission.requested()));
        return new Compared(
                submission,
                true,
                KubernetesApprover.isApproved(stored),
                submission.judge(CertificateRequestReader.read(stored).requested()));
    }

    boolean approvedByUs() {
        return ours instanceof CertificateVerdict.Approve;
    }

    boolean asPromised() {
        return submission.isAsPromised();
    }
}
