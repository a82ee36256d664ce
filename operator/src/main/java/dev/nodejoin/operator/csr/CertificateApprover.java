package dev.nodejoin.operator.csr;

import dev.nodejoin.policy.certificate.CertificateVerdict;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Writes verdicts to certificate signing requests: a PUT of the approval with the resource version that was judged, so that a
 * request re-created under its name in between is refused by the API server.
 */
public final class CertificateApprover {
    private final KubernetesClient client;

    public CertificateApprover(KubernetesClient client) {
        this.client = client;
    }

    public CertificateSigningRequest approve(CertificateSigningRequest judged, String approvedFor) {
        return put(judged, "Approved", "NodeJoinRequestApproved", "As promised to NodeJoinRequest " + approvedFor);
    }

    public CertificateSigningRequest deny(CertificateSigningRequest judged, CertificateVerdict.Deny verdict) {
        var reason = verdict.refusals().getFirst().reason().label();
        return put(judged, "Denied", reason, verdict.message());
    }

    private CertificateSigningRequest put(
            CertificateSigningRequest judged, String type, String reason, String message) {
        var decided = new CertificateSigningRequestBuilder(judged)
                .editOrNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
        var path = "/apis/certificates.k8s.io/v1/certificatesigningrequests/%s/approval"
                .formatted(segment(judged.getMetadata().getName()));
        var answer = client.raw(path, "PUT", decided);
        return client.getKubernetesSerialization().unmarshal(answer, CertificateSigningRequest.class);
    }

    /** Whoever asks chooses the name, and Kubernetes forbids nothing but slash and percent in it. */
    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
