package dev.nodejoin.operator.name;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link NameHold} as a Lease in the operator's namespace: {@code node-<hash of the node name>}.
 *
 * <p>Everything that has to be cleared away when a request is gone is found from these Leases, since the operator may not list
 * the Secrets of kube-system.
 */
public final class NameLeases {
    /** Marks the Leases of names; the value is always {@code true}. */
    public static final String LABEL = "nodejoin.dev/node-name-lease";

    private static final String NODE_NAME = "nodejoin.dev/node-name";
    private static final String REQUEST_NAMESPACE = "nodejoin.dev/request-namespace";
    private static final String REQUEST_NAME = "nodejoin.dev/request-name";
    private static final String ATTEMPT = "nodejoin.dev/token-attempt";
    private static final String TOKEN_ID = "nodejoin.dev/token-id";
    private static final String TOKEN_EXPIRES_AT = "nodejoin.dev/token-expires-at";
    private static final String PREVIOUS_TOKEN_ID = "nodejoin.dev/previous-token-id";
    private static final String NODE_UID = "nodejoin.dev/node-uid";
    private static final String PUBLIC_KEY = "nodejoin.dev/public-key-sha256";

    private NameLeases() {}

    /** Node names may be longer than a Lease's, hence the hash. */
    public static String leaseName(String nodeName) {
        return HashedName.of("node-", nodeName);
    }

    public static Lease toLease(NameHold hold, String namespace) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(leaseName(hold.nodeName()))
                .withResourceVersion(hold.resourceVersion().orElse(null))
                .addToLabels(LABEL, "true")
                .withAnnotations(annotations(hold))
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(hold.isVacant() ? null : hold.holder().uid())
                .endSpec()
                .build();
    }

    private static Map<String, String> annotations(NameHold hold) {
        var annotations = new TreeMap<String, String>();
        annotations.put(NODE_NAME, hold.nodeName());
        annotations.put(REQUEST_NAMESPACE, hold.holder().namespace());
        annotations.put(REQUEST_NAME, hold.holder().name());
        annotations.put(ATTEMPT, Integer.toString(hold.attempt()));
        annotations.put(TOKEN_ID, hold.tokenId().value());
        annotations.put(TOKEN_EXPIRES_AT, hold.expiresAt().toString());
        hold.previousTokenId().ifPresent(id -> annotations.put(PREVIOUS_TOKEN_ID, id.value()));
        hold.publicKeySha256().ifPresent(key -> annotations.put(PUBLIC_KEY, key));
        hold.nodeUid().ifPresent(uid -> annotations.put(NODE_UID, uid));
        return annotations;
    }

    /** Empty for a Lease that the operator did not write in this form. */
    public static Optional<NameHold> fromLease(Lease lease) {
        var annotations = lease.getMetadata().getAnnotations();
        if (annotations == null || lease.getSpec() == null) return Optional.empty();
        try {
            return Optional.of(read(lease, annotations));
        } catch (MalformedInputException | NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static NameHold read(Lease lease, Map<String, String> annotations) {
        return new NameHold(
                annotations.getOrDefault(NODE_NAME, ""),
                new NameHold.Holder(
                        annotations.getOrDefault(REQUEST_NAMESPACE, ""),
                        annotations.getOrDefault(REQUEST_NAME, ""),
                        orEmpty(lease.getSpec().getHolderIdentity())),
                Integer.parseInt(annotations.getOrDefault(ATTEMPT, "")),
                new TokenId(annotations.getOrDefault(TOKEN_ID, "")),
                Instant.parse(annotations.getOrDefault(TOKEN_EXPIRES_AT, "")),
                Optional.ofNullable(annotations.get(PREVIOUS_TOKEN_ID)).map(TokenId::new),
                Optional.ofNullable(annotations.get(PUBLIC_KEY)),
                Optional.ofNullable(annotations.get(NODE_UID)),
                Optional.ofNullable(lease.getMetadata().getResourceVersion()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
