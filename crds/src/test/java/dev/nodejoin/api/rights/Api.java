package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The API as anybody with a program of their own can use it: each verb, path and content type as it goes over the wire. */
record Api(KubernetesClient client) {
    private static final String JSON = "application/json";
    private static final long PATIENCE_SECONDS = 30;

    Answer get(String path) {
        return send("GET", path, JSON, "");
    }

    Answer post(String path, JsonNode object) {
        return send("POST", path, JSON, object.toString());
    }

    Answer put(String path, JsonNode object) {
        return send("PUT", path, JSON, object.toString());
    }

    Answer delete(String path) {
        return send("DELETE", path, JSON, "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\"}");
    }

    Answer merge(String path, String patch) {
        return send(
                "PATCH", path, "application/merge-patch+json", Json.parse(patch).toString());
    }

    Answer jsonPatch(String path, String patch) {
        return send(
                "PATCH", path, "application/json-patch+json", Json.parse(patch).toString());
    }

    Answer strategicMerge(String path, String patch) {
        return send(
                "PATCH",
                path,
                "application/strategic-merge-patch+json",
                Json.parse(patch).toString());
    }

    /** Server-side apply by force; the object gets the name that the path says. */
    Answer apply(String path, ObjectNode object, String fieldManager) {
        var name = path.replaceFirst("/status$", "").replaceFirst(".*/", "");
        object.withObjectProperty("metadata").put("name", name);
        var query = "?force=true&fieldManager=" + fieldManager;
        return send("PATCH", path + query, "application/apply-patch+yaml", object.toString());
    }

    private Answer send(String method, String path, String contentType, String body) {
        var uri = URI.create(client.getMasterUrl().toString()).resolve(path);
        var request = client.getHttpClient().newHttpRequestBuilder().uri(uri);
        return answer(request.method(method, contentType, body.isEmpty() ? null : body)
                .build());
    }

    private Answer answer(HttpRequest request) {
        try {
            var response =
                    client.getHttpClient().sendAsync(request, String.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Answer(response.code(), Json.parse(response.body()));
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer to %s %s".formatted(request.method(), request.uri()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
