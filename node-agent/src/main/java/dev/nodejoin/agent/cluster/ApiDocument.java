package dev.nodejoin.agent.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;
import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.plan.PlainText;
import dev.nodejoin.agent.plan.SigningRequest;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON of the few API objects that a join reads and writes. */
final class ApiDocument {
    static final String KUBELET_CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";

    private static final List<String> KUBELET_CLIENT_USAGES = List.of("digital signature", "client auth");
    private static final JsonMapper JSON = new JsonMapper();

    private ApiDocument() {}

    static JsonNode parse(byte[] body) {
        try {
            var document = JSON.readTree(body);
            if (document == null || !document.isObject()) {
                throw unusable("the answer is not a JSON object");
            }
            return document;
        } catch (IOException e) {
            throw unusable("the answer is not JSON");
        }
    }

    static Map<String, String> configMapData(JsonNode configMap) {
        var data = new HashMap<String, String>();
        configMap
                .path("data")
                .properties()
                .forEach(e -> data.put(e.getKey(), e.getValue().asText()));
        return Map.copyOf(data);
    }

    static NodeView node(JsonNode node) {
        var ready = condition(node, "Ready");
        return new NodeView(
                required(node, "/metadata/uid"),
                ready.map(c -> c.path("status").asText().equals("True")).orElse(false),
                ready.map(c -> c.path("lastHeartbeatTime").asText()).orElse(""));
    }

    static SigningRequest signingRequest(JsonNode request) {
        return new SigningRequest(
                required(request, "/metadata/name"),
                required(request, "/metadata/resourceVersion"),
                request.at("/spec/username").asText(),
                request.at("/spec/signerName").asText(),
                request.at("/spec/usages").valueStream().map(JsonNode::asText).toList(),
                pem(request, "/spec/request"),
                decision(request));
    }

    static byte[] newSigningRequest(String name, String requestPem, Optional<CertificateLifetime> lifetime) {
        var document = JSON.createObjectNode();
        document.put("apiVersion", "certificates.k8s.io/v1").put("kind", "CertificateSigningRequest");
        document.putObject("metadata").put("name", name);
        var spec = document.putObject("spec");
        spec.put("request", requestPem.getBytes(StandardCharsets.US_ASCII)).put("signerName", KUBELET_CLIENT_SIGNER);
        KUBELET_CLIENT_USAGES.forEach(spec.putArray("usages")::add);
        lifetime.ifPresent(wanted -> spec.put("expirationSeconds", wanted.seconds()));
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings can't be written as JSON", e);
        }
    }

    /** The message of a Status object; what else the body may be is of no use to a reader. */
    static String statusMessage(byte[] body) {
        try {
            return PlainText.of(parse(body).path("message").asText());
        } catch (ClusterException notJson) {
            return "";
        }
    }

    private static Decision decision(JsonNode request) {
        var denied = condition(request, "Denied");
        if (denied.isPresent()) {
            return new Decision.Denied(shown(denied.get(), "reason"), shown(denied.get(), "message"));
        }
        var failed = condition(request, "Failed");
        if (failed.isPresent()) {
            return new Decision.Failed(shown(failed.get(), "reason"), shown(failed.get(), "message"));
        }
        if (condition(request, "Approved").isEmpty()) {
            return new Decision.Undecided();
        }
        var hasCertificate = !request.at("/status/certificate").asText().isEmpty();
        return hasCertificate ? new Decision.Issued(pem(request, "/status/certificate")) : new Decision.Approved();
    }

    private static Optional<JsonNode> condition(JsonNode object, String type) {
        return object.at("/status/conditions")
                .valueStream()
                .filter(c -> c.path("type").asText().equals(type))
                .findFirst();
    }

    private static String shown(JsonNode condition, String field) {
        return PlainText.of(condition.path(field).asText());
    }

    private static String pem(JsonNode object, String pointer) {
        try {
            return new String(Base64.getDecoder().decode(required(object, pointer)), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw unusable("%s is not base64".formatted(pointer));
        }
    }

    private static String required(JsonNode object, String pointer) {
        var value = object.at(pointer).asText();
        if (value.isEmpty()) {
            throw unusable("the answer has no " + pointer);
        }
        return value;
    }

    private static ClusterException unusable(String why) {
        return new ClusterException(new Unusable(why));
    }
}
