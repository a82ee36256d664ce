package dev.nodejoin.policy.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.policy.fact.AskedCertificate;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.fact.JoinFacts;
import dev.nodejoin.policy.fact.NodeView;
import dev.nodejoin.policy.fact.TokenView;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What policies are asked about, and policies, as people write them: JSON in which single quotes stand for double ones. */
public final class Questions {
    public static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
    public static final Instant CREATED = Instant.parse("2026-03-02T08:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Questions() {}

    static Policy policy(String name, String spec) {
        return Policy.of(name, policySpec(spec));
    }

    static NodeJoinPolicySpec policySpec(String spec) {
        return read(spec, NodeJoinPolicySpec.class);
    }

    static Policies policies(String... specs) {
        return Policies.of(java.util.stream.IntStream.range(0, specs.length)
                .mapToObj(i -> policy("policy-" + i, specs[i]))
                .toList());
    }

    public static JoinFacts join(String spec) {
        return new JoinFacts(
                "nodejoin", "first", "uid-1", CREATED, Map.of("policy.nodejoin.dev/pool", "edge"), spec(spec));
    }

    static NodeJoinRequestSpec spec(String spec) {
        return read(spec, NodeJoinRequestSpec.class);
    }

    static AskedFields asked(String spec) {
        try {
            return AskedFields.of(JSON.readTree(spec.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(spec, e);
        }
    }

    public static Facts facts(String spec) {
        return Facts.of(join(spec), Optional.empty(), NOW);
    }

    public static NodeView aNode() {
        return new NodeView(
                "node-1",
                CREATED,
                true,
                Map.of("kubernetes.io/os", "linux"),
                Map.of("example.com/rack", "r7"),
                List.of());
    }

    /** A kubelet's signing request, made with token abc123. */
    public static Facts withCsr(Facts facts, Optional<Duration> lifetime, CertificateRequest request) {
        return facts.with(
                Optional.of(new TokenView("abc123", 2, NOW.plusSeconds(600))),
                new AskedCertificate(
                        "csr-1",
                        NOW,
                        lifetime,
                        new RequestedCertificate(
                                "system:bootstrap:abc123",
                                Set.of("system:bootstrappers:nodejoin", "system:authenticated"),
                                "kubernetes.io/kube-apiserver-client-kubelet",
                                Set.of("digital signature", "client auth"),
                                new CertificateRequest.Parsed(request))));
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json.replace('\'', '"'), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
