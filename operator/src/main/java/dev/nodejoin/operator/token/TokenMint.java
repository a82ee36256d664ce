package dev.nodejoin.operator.token;

import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.BootstrapTokenSecret;
import dev.nodejoin.protocol.token.TokenId;
import dev.nodejoin.protocol.token.TokenUsage;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Bootstrap tokens in kube-system. The operator may create and update Secrets there but never read one, so whether a token is
 * what it should be is asked by TokenReview.
 */
public final class TokenMint {
    /** Carried by every token Secret and hand-off of the operator. */
    public static final String REQUEST_UID_LABEL = "nodejoin.dev/request-uid";

    private final KubernetesClient client;

    public TokenMint(KubernetesClient client) {
        this.client = client;
    }

    /** Whether a Secret was created; {@code TAKEN}: one of that name is there, and nobody may know what it holds. */
    public enum Creation {
        CREATED,
        TAKEN
    }

    /** Creates rather than applies: if two processes race, the loser learns it. */
    public Creation create(BootstrapToken token, Instant expiresAt, Set<TokenUsage> usages, NameHold.Holder request) {
        var secret = BootstrapTokenSecret.of(token, expiresAt, usages, List.of(CertificateRules.TOKEN_GROUP))
                .withDescription("Node Join Operator: request %s/%s".formatted(request.namespace(), request.name()));
        return create(secret(secret, request.uid()));
    }

    private Creation create(Secret secret) {
        try {
            client.resource(secret).create();
            return Creation.CREATED;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return Creation.TAKEN;
            throw e;
        }
    }

    /** Whether the API server recognises the token as ours. It may lag a moment behind the creation. */
    public boolean isRecognised(BootstrapToken token) {
        var review = client.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token.reveal())
                        .endSpec()
                        .build())
                .create();
        return isOurs(review, token.id());
    }

    private static boolean isOurs(TokenReview review, TokenId id) {
        var status = review.getStatus();
        if (status == null || !Boolean.TRUE.equals(status.getAuthenticated()) || status.getUser() == null) return false;
        return id.userName().equals(status.getUser().getUsername())
                && Objects.requireNonNullElse(status.getUser().getGroups(), List.<String>of())
                        .contains(CertificateRules.TOKEN_GROUP);
    }

    /**
     * Makes sure that the token is worth nothing: its Secret becomes a tombstone, which the token cleaner collects.
     *
     * @param secretIsLikely try to overwrite first; else to create
     */
    public void bury(TokenId id, Instant expiresAt, String requestUid, boolean secretIsLikely) {
        var tombstone = secret(BootstrapTokenSecret.tombstone(id, expiresAt), requestUid);
        if (secretIsLikely && overwrite(tombstone)) return;
        if (create(tombstone) == Creation.TAKEN) overwrite(tombstone);
    }

    /** False if there is nothing to overwrite. A Secret of somebody else is refused by the admission policy and left alone. */
    private boolean overwrite(Secret tombstone) {
        try {
            // The client's own update would read the Secret first, which the operator may not.
            return client.raw(path(tombstone), "PUT", tombstone) != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) return false;
            if (isForeign(e)) return true;
            throw e;
        }
    }

    private static String path(Secret secret) {
        return "/api/v1/namespaces/%s/secrets/%s"
                .formatted(
                        secret.getMetadata().getNamespace(),
                        secret.getMetadata().getName());
    }

    private static boolean isForeign(KubernetesClientException e) {
        return String.valueOf(e.getMessage()).contains("ValidatingAdmissionPolicy 'nodejoin-");
    }

    private static Secret secret(BootstrapTokenSecret content, String requestUid) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(BootstrapTokenSecret.NAMESPACE)
                .withName(content.name())
                .addToLabels(REQUEST_UID_LABEL, requestUid)
                .endMetadata()
                .withType(BootstrapTokenSecret.TYPE)
                .withStringData(content.data())
                .build();
    }
}
