package dev.nodejoin.operator.handoff;

import dev.nodejoin.operator.name.HashedName;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.token.TokenMint;
import dev.nodejoin.protocol.handoff.HandOff;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hand-off Secrets beside their requests: created, deleted, never read. */
public final class HandOffSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(HandOffSecrets.class);
    private static final String LABEL = "nodejoin.dev/hand-off";

    private final KubernetesClient client;

    public HandOffSecrets(KubernetesClient client) {
        this.client = client;
    }

    /** The name of the attempt's Secret: nobody else's request or attempt has the same. */
    public static String name(String requestUid, int attempt) {
        return HashedName.of("hand-off-", requestUid + "/" + attempt);
    }

    /** What became of the attempt to create a hand-off. */
    public sealed interface Creation {
        record Created() implements Creation {}

        /** One of that name is there: somebody else's, or the fruit of a write whose answer was lost. */
        record Taken() implements Creation {}

        /** The operator may not create it. */
        record Refused(String why) implements Creation {}
    }

    public Creation create(String name, HandOff handOff, NameHold.Holder request) {
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
            return new Creation.Created();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> new Creation.Taken();
                case HttpURLConnection.HTTP_FORBIDDEN -> new Creation.Refused(refusal(request.namespace(), e));
                default -> throw e;
            };
        }
    }

    private static String refusal(String namespace, KubernetesClientException e) {
        return "The hand-off was refused (does namespace %s have Role and RoleBinding nodejoin-operator-hand-offs?): %s"
                .formatted(namespace, e.getMessage());
    }

    /** Does nothing if it is gone, or if somebody made it a Secret that the operator may not delete: its token is dead. */
    public void delete(String namespace, String name) {
        try {
            client.secrets().inNamespace(namespace).withName(name).delete();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) throw e;
            LOG.atWarn()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("secret", name)
                    .log("hand-off not deleted: refused");
        }
    }
}
