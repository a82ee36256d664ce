package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Secrets of bootstrap tokens as the operator writes them. */
final class TokenSecrets {
    static final String COLLECTION = "/api/v1/namespaces/kube-system/secrets";
    static final String SECRET = "0123456789abcdef";

    private static final String REQUEST_UID = "3f1c";

    private TokenSecrets() {}

    static String path(String id) {
        return COLLECTION + "/bootstrap-token-" + id;
    }

    /** A live token. */
    static ObjectNode token(String id) {
        return Json.merge(tombstone(id), Json.parse("""
                {stringData: {'token-secret': '%s', 'usage-bootstrap-authentication': 'true',
                              'auth-extra-groups': '%s', description: 'test'}}
                """.formatted(SECRET, RightsBed.TOKEN_GROUP)));
    }

    /** What makes sure that there is no token of that id. */
    static ObjectNode tombstone(String id) {
        var expiration = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        return Json.object("""
                {apiVersion: 'v1', kind: 'Secret', type: 'bootstrap.kubernetes.io/token',
                 metadata: {name: 'bootstrap-token-%s', labels: {'nodejoin.dev/request-uid': '%s'}},
                 stringData: {'token-id': '%s', expiration: '%s'}}
                """.formatted(id, REQUEST_UID, id, expiration));
    }
}
