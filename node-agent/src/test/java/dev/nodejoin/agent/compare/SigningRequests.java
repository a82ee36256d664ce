package dev.nodejoin.agent.compare;

import dev.nodejoin.protocol.pki.CertificateRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a signing request asks for, field by field. */
final class SigningRequests {
    private SigningRequests() {}

    static Map<String, String> describe(CertificateSigningRequest request, Wording wording) {
        var facts = new TreeMap<String, String>();
        facts.put("metadata.name", wording.plain(request.getMetadata().getName()));
        facts.put("metadata.generateName", String.valueOf(request.getMetadata().getGenerateName()));
        facts.put("metadata.labels", String.valueOf(request.getMetadata().getLabels()));
        facts.put("metadata.annotations", String.valueOf(request.getMetadata().getAnnotations()));
        facts.put("spec.signerName", request.getSpec().getSignerName());
        facts.put("spec.usages", String.valueOf(request.getSpec().getUsages()));
        facts.put("spec.expirationSeconds", String.valueOf(request.getSpec().getExpirationSeconds()));
        facts.put("spec.username", wording.plain(request.getSpec().getUsername()));
        facts.put("spec.groups", String.valueOf(request.getSpec().getGroups()));
        facts.put(
                "status.conditions",
                request.getStatus().getConditions().stream()
                        .map(condition -> condition.getType() + " " + condition.getReason())
                        .collect(Collectors.joining(", ")));
        describe(CertificateRequest.parse(pem(request)), facts, wording);
        return facts;
    }

    /** The common name that is asked for, if the request can be read. */
    static String commonName(CertificateSigningRequest request) {
        return switch (CertificateRequest.parse(pem(request))) {
            case CertificateRequest.Parsed(var parsed) -> String.join(",", parsed.commonNames());
            case CertificateRequest.Malformed _ -> "";
        };
    }

    private static byte[] pem(CertificateSigningRequest request) {
        return Base64.getMimeDecoder().decode(request.getSpec().getRequest().getBytes(StandardCharsets.US_ASCII));
    }

    private static void describe(CertificateRequest.ParseResult result, Map<String, String> facts, Wording wording) {
        switch (result) {
            case CertificateRequest.Malformed(String reason) -> facts.put("request", reason);
            case CertificateRequest.Parsed(var request) -> {
                facts.put("request.subject", wording.plain(request.subject().toString()));
                facts.put("request.alternativeNames", request.alternativeNames().toString());
                facts.put("request.extensions", request.extensionOids().toString());
                facts.put("request.attributes", request.attributeOids().toString());
                facts.put("request.key", request.publicKey().algorithm());
                facts.put("request.signatureAlgorithm", request.signatureAlgorithm());
            }
        }
    }
}
