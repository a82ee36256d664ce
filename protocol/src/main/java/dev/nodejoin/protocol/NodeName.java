package dev.nodejoin.protocol;

import java.util.regex.Pattern;

/** A Node's name: an RFC 1123 subdomain, which is what the API server accepts as the name of a Node. */
public record NodeName(String value) {
    public static final int MAX_LENGTH = 253;

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*+");

    /** Throws {@link MalformedInputException} unless the value is an RFC 1123 subdomain of at most 253 characters. */
    public NodeName {
        if (value.length() > MAX_LENGTH || !SUBDOMAIN.matcher(value).matches()) {
            throw new MalformedInputException(
                    "a node name must be at most 253 characters of a-z, 0-9, '-' and '.', each part beginning and ending"
                            + " with a letter or digit");
        }
    }

    /** The user that the node's client certificate names: {@code system:node:<name>}. */
    public String userName() {
        return "system:node:" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
