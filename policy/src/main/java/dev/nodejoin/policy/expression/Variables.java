package dev.nodejoin.policy.expression;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.policy.fact.AskedCertificate;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.fact.JoinFacts;
import dev.nodejoin.policy.fact.NodeView;
import dev.nodejoin.policy.fact.TokenView;
import dev.nodejoin.protocol.pki.AlternativeName;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Facts as the values of the {@link Contract}'s variables. What is absent is not there, so that {@code has()} tells. */
final class Variables {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private Variables() {}

    static Map<String, Object> of(Facts facts) {
        var values = new HashMap<String, Object>();
        values.put(Contract.REQUEST, request(facts.join()));
        values.put(Contract.REQUESTER, requester(facts));
        values.put(Contract.NODE, node(facts));
        values.put(Contract.NOW, facts.now());
        facts.token().ifPresent(token -> values.put(Contract.TOKEN, token(token)));
        facts.certificate().ifPresent(asked -> values.put(Contract.CSR, csr(asked)));
        return values;
    }

    private static Map<String, Object> request(JoinFacts join) {
        return Map.of(
                "namespace", join.namespace(),
                "name", join.name(),
                "uid", join.uid(),
                "createdAt", join.createdAt(),
                "labels", join.labels(),
                "spec", fields(join.spec()));
    }

    /** Who asked for a certificate; before that, who asked for the Node. */
    private static Map<String, Object> requester(Facts facts) {
        if (facts.certificate().isPresent()) {
            var requested = facts.certificate().get().requested();
            return Map.of("name", requested.requester(), "groups", sorted(requested.groups()));
        }
        var requestedBy = facts.join().spec().requestedBy();
        return requestedBy == null ? Map.of("groups", List.of()) : Map.of("name", requestedBy, "groups", List.of());
    }

    private static Map<String, Object> node(Facts facts) {
        var name = Objects.requireNonNullElse(facts.join().spec().nodeName(), "");
        return facts.node().map(node -> node(name, node)).orElseGet(() -> Map.of("name", name, "exists", false));
    }

    private static Map<String, Object> node(String name, NodeView node) {
        return Map.of(
                "name", name,
                "exists", true,
                "uid", node.uid(),
                "createdAt", node.createdAt(),
                "ready", node.ready(),
                "labels", node.labels(),
                "annotations", node.annotations(),
                "taints", node.taints().stream().map(Variables::fields).toList());
    }

    private static Map<String, Object> token(TokenView token) {
        return Map.of("id", token.id(), "attempt", (long) token.attempt(), "expiresAt", token.expiresAt());
    }

    private static Map<String, Object> csr(AskedCertificate asked) {
        var values = new HashMap<String, Object>();
        values.put("name", asked.name());
        values.put("createdAt", asked.createdAt());
        values.put("signerName", asked.requested().signerName());
        values.put("usages", sorted(asked.requested().usages()));
        asked.lifetime().ifPresent(lifetime -> values.put("expirationSeconds", lifetime.toSeconds()));
        if (asked.requested().parsed() instanceof CertificateRequest.Parsed(var request))
            values.putAll(content(request));
        return values;
    }

    private static Map<String, Object> content(CertificateRequest request) {
        return Map.of(
                "subject", request.subjectText(),
                "commonName", String.join(", ", request.commonNames()),
                "organizations", request.organizations(),
                "dnsNames", names(request, AlternativeName.Kind.DNS),
                "ipAddresses", names(request, AlternativeName.Kind.IP),
                "publicKeySHA256", request.publicKey().sha256(),
                "publicKeyAlgorithm", request.publicKey().algorithm(),
                "signatureAlgorithm", request.signatureAlgorithm());
    }

    private static List<String> names(CertificateRequest request, AlternativeName.Kind kind) {
        return request.alternativeNames().stream()
                .filter(name -> name.kind() == kind)
                .map(AlternativeName::text)
                .toList();
    }

    private static List<String> sorted(java.util.Set<String> texts) {
        return texts.stream().sorted().toList();
    }

    private static Map<String, Object> fields(Object record) {
        return JSON.convertValue(record, FIELDS);
    }
}
