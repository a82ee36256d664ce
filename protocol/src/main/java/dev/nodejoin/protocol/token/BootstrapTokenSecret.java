package dev.nodejoin.protocol.token;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.nodejoin.protocol.MalformedInputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The data of the Secret that makes a bootstrap token valid: {@code kube-system/bootstrap-token-<id>} of type
 * {@code bootstrap.kubernetes.io/token}, with the keys that kube-apiserver, the token cleaner and kubeadm read.
 *
 * <p>Without a token secret it is a {@linkplain #tombstone tombstone}: it occupies the name, authenticates nobody, and
 * the token cleaner removes it when it expires.
 *
 * @param description free text, empty for none
 * @param expiration whole seconds; parts of a second are cut off, so the token never lives longer than asked
 * @param groups extra groups of the bearer, each {@code system:bootstrappers:…}
 */
public record BootstrapTokenSecret(
        TokenId id,
        Optional<TokenSecret> secret,
        String description,
        Optional<Instant> expiration,
        Set<TokenUsage> usages,
        List<String> groups) {
    public static final String TYPE = "bootstrap.kubernetes.io/token";
    public static final String NAMESPACE = "kube-system";
    public static final int MAX_DESCRIPTION_CHARACTERS = 65_536;
    public static final int MAX_GROUPS = 64;

    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");

    /** Throws {@link MalformedInputException} for a group outside {@code system:bootstrappers:}, or a usage without a secret. */
    public BootstrapTokenSecret {
        expiration = expiration.map(BootstrapTokenSecret::wholeSeconds);
        usages = Set.copyOf(usages);
        groups = List.copyOf(groups);
        check(description.length() <= MAX_DESCRIPTION_CHARACTERS, "the description is longer than 65536 characters");
        check(groups.size() <= MAX_GROUPS, "there are more than 64 extra groups");
        check(
                groups.stream().allMatch(group -> GROUP.matcher(group).matches()),
                "an extra group must match " + GROUP.pattern());
        check(secret.isPresent() || usages.isEmpty(), "it has usages but no token-secret");
    }

    /** A Secret that makes the token valid until it expires. */
    public static BootstrapTokenSecret of(
            BootstrapToken token, Instant expiration, Set<TokenUsage> usages, List<String> groups) {
        return new BootstrapTokenSecret(
                token.id(), Optional.of(token.secret()), "", Optional.of(expiration), usages, groups);
    }

    /** A Secret that makes sure the token is not valid: the name is taken, nothing is in it but the expiry. */
    public static BootstrapTokenSecret tombstone(TokenId id, Instant expiration) {
        return new BootstrapTokenSecret(id, Optional.empty(), "", Optional.of(expiration), Set.of(), List.of());
    }

    public BootstrapTokenSecret withDescription(String text) {
        return new BootstrapTokenSecret(id, secret, text, expiration, usages, groups);
    }

    /**
     * Reads a Secret as kubeadm and the API server do; a tombstone is accepted too.
     *
     * @param secretName must be {@code bootstrap-token-<token-id>}
     * @param data the Secret's data, decoded
     * @throws MalformedInputException naming the key that is wrong
     */
    public static BootstrapTokenSecret parse(String secretName, Map<String, String> data) {
        var id = new TokenId(data.getOrDefault(Key.ID, ""));
        check(secretName.equals(id.secretName()), "its token-id asks for the name " + id.secretName());
        return new BootstrapTokenSecret(
                id,
                Optional.ofNullable(data.get(Key.SECRET)).map(TokenSecret::new),
                data.getOrDefault(Key.DESCRIPTION, ""),
                Optional.ofNullable(data.get(Key.EXPIRATION))
                        .filter(text -> !text.isEmpty())
                        .map(GoTimestamp::parse),
                usages(data),
                groups(data.getOrDefault(Key.GROUPS, "")));
    }

    public boolean isTombstone() {
        return secret.isEmpty();
    }

    /** The token, unless this is a tombstone. */
    public Optional<BootstrapToken> token() {
        return secret.map(value -> new BootstrapToken(id, value));
    }

    /** The name the Secret must have. */
    public String name() {
        return id.secretName();
    }

    /** The Secret's data (plain text, as for {@code stringData}), sorted by key. The token secret is in it. */
    public SortedMap<String, String> data() {
        var data = new TreeMap<String, String>();
        data.put(Key.ID, id.value());
        secret.ifPresent(value -> data.put(Key.SECRET, value.reveal()));
        if (!description.isEmpty()) {
            data.put(Key.DESCRIPTION, description);
        }
        expiration.ifPresent(at -> data.put(Key.EXPIRATION, at.toString()));
        usages.forEach(usage -> data.put(usage.key(), "true"));
        if (!groups.isEmpty()) {
            data.put(Key.GROUPS, String.join(",", groups));
        }
        return data;
    }

    private static Set<TokenUsage> usages(Map<String, String> data) {
        check(
                data.entrySet().stream().noneMatch(BootstrapTokenSecret::grantsUnknownUsage),
                "a usage is granted that Kubernetes does not know; it knows signing and authentication");
        return Arrays.stream(TokenUsage.values())
                .filter(usage -> "true".equals(data.get(usage.key())))
                .collect(toUnmodifiableSet());
    }

    private static boolean grantsUnknownUsage(Map.Entry<String, String> entry) {
        return entry.getKey().startsWith(TokenUsage.KEY_PREFIX)
                && "true".equals(entry.getValue())
                && Arrays.stream(TokenUsage.values())
                        .noneMatch(usage -> usage.key().equals(entry.getKey()));
    }

    private static List<String> groups(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", MAX_GROUPS + 1));
    }

    private static Instant wholeSeconds(Instant at) {
        check(GoTimestamp.canWrite(at), "the expiration lies outside the years 0 to 9999");
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedInputException("a bootstrap token Secret is malformed: " + complaint);
        }
    }

    /** The keys of the Secret's data, apart from the usages. */
    private static final class Key {
        static final String ID = "token-id";
        static final String SECRET = "token-secret";
        static final String DESCRIPTION = "description";
        static final String EXPIRATION = "expiration";
        static final String GROUPS = "auth-extra-groups";
    }
}
