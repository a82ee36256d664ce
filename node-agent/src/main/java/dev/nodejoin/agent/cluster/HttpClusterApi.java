package dev.nodejoin.agent.cluster;

import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.plan.SigningRequest;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The API server by way of HTTPS. */
final class HttpClusterApi implements ClusterApi {
    private static final String SIGNING_REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private final ApiConnection connection;

    HttpClusterApi(ApiConnection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<Map<String, String>> configMap(String namespace, String name) {
        var path = "/api/v1/namespaces/%s/configmaps/%s".formatted(encoded(namespace), encoded(name));
        return connection.get(path).map(ApiDocument::configMapData);
    }

    @Override
    public Optional<NodeView> node(String name) {
        return connection.get("/api/v1/nodes/" + encoded(name)).map(ApiDocument::node);
    }

    @Override
    public Optional<SigningRequest> submit(String name, String requestPem, Optional<CertificateLifetime> lifetime) {
        return connection
                .create(SIGNING_REQUESTS, ApiDocument.newSigningRequest(name, requestPem, lifetime))
                .map(ApiDocument::signingRequest);
    }

    @Override
    public Optional<SigningRequest> signingRequest(String name) {
        return connection.get(SIGNING_REQUESTS + "/" + encoded(name)).map(ApiDocument::signingRequest);
    }

    /**
     * A watch of the one object, for so long that it fits into a request's time. Whatever ends it but a change (deletion, a
     * version that is too old) is an answer of nothing, and the caller looks again.
     */
    @Override
    public Optional<SigningRequest> awaitChange(SigningRequest seen, Duration longest) {
        var path = SIGNING_REQUESTS
                + "?watch=true&fieldSelector=%s&resourceVersion=%s&timeoutSeconds=%d"
                        .formatted(
                                encoded("metadata.name=" + seen.name()),
                                encoded(seen.resourceVersion()),
                                Math.max(1, longest.toSeconds()));
        return connection
                .firstEvent(path, longest)
                .filter(event -> event.path("type").asText().equals("MODIFIED"))
                .map(event -> ApiDocument.signingRequest(event.path("object")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
