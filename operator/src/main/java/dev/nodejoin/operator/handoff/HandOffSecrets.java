package dev.nodejoin.operator.handoff;

import dev.nodejoin.operator.name.HashedName;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.token.TokenMint;
import dev.nodejoin.protocol.handoff.HandOff;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Hand-off Secrets beside their requests: created, deleted, never read. */
public final class HandOffSecrets {
    private static final String LABEL = "nodejoin.dev/hand-off";

    private final KubernetesClient client;

    public HandOffSecrets(KubernetesClient client) {
        this.client = client;
    }

    /** The name of the attempt's Secret: nobody else's request or attempt has the same. */
    public static String name(String requestUid, int attempt) {
        return HashedName.of("hand-off-", requestUid + "/" + attempt);
    }

    /** False if a Secret of that name is there: it is somebody else's, or the fruit of a write whose answer was lost. */
    public boolean create(String name, HandOff handOff, NameHold.Holder request) {
        try {
            client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(request.namespace())
                            .withName(name)
                            .addToLabels(LABEL, "true")
                            .addToLabels(TokenMint.REQUEST_UID_LABEL, request.uid())
                            .addNewOwnerReference()
                            .withApiVersion("nodejoin.dev/v1alpha1")
                            .withKind("NodeJoinRequest")
                            .withName(request.name())
                            .withUid(request.uid())
                            .endOwnerReference()
                            .endMetadata()
                            .withType(HandOff.SECRET_TYPE)
                            .withStringData(handOff.data())
                            .build())
                    .create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return false;
            throw e;
        }
    }

    public void delete(String namespace, String name) {
        client.secrets().inNamespace(namespace).withName(name).delete();
    }
}
