package dev.nodejoin.protocol.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What an unquoted word of YAML means to Kubernetes' programs (go.yaml.in/yaml/v2): YAML 1.1 with {@code yes}, {@code on}
 * and {@code y}, octal numbers, and no numbers to the base 60.
 */
final class GoScalar {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:(0[xX])([0-9a-fA-F]+)|(0[bB])([01]+)|(0[oO]?)([0-7]+)|()(0|[1-9][0-9]*))");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int MOST_BITS = 64;

    private GoScalar() {}

    /** Empty for a value with a tag that plain data does not need. */
    static Optional<JsonNode> of(ScalarEvent scalar) {
        @Nullable String tag = scalar.getTag();
        if (tag == null) {
            return Optional.of(scalar.isPlain() ? resolve(scalar.getValue()) : NODES.textNode(scalar.getValue()));
        }
        return tag.equals("!") || tag.equals(Tag.STR.getValue())
                ? Optional.of(NODES.textNode(scalar.getValue()))
                : Optional.empty();
    }

    /** The meaning of a word that is not in quotes. */
    static JsonNode resolve(String word) {
        if (NULL.contains(word)) {
            return NODES.nullNode();
        }
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return NODES.booleanNode(TRUE.contains(word));
        }
        return integer(word).or(() -> decimal(word)).orElseGet(() -> NODES.textNode(word));
    }

    private static Optional<JsonNode> integer(String word) {
        var matcher = INTEGER.matcher(beginsLikeANumber(word) ? word.replace("_", "") : "");
        if (word.length() > 80 || !matcher.matches()) {
            return Optional.empty();
        }
        var number = matcher.group(3) != null
                ? new BigInteger(matcher.group(3), 16)
                : matcher.group(5) != null
                        ? new BigInteger(matcher.group(5), 2)
                        : matcher.group(7) != null
                                ? new BigInteger(matcher.group(7), 8)
                                : new BigInteger(matcher.group(9));
        var signed = matcher.group(1).equals("-") ? number.negate() : number;
        return signed.bitLength() > MOST_BITS ? Optional.empty() : Optional.of(node(signed));
    }

    private static JsonNode node(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return NODES.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
    }

    private static Optional<JsonNode> decimal(String word) {
        var plain = word.startsWith(".") ? word : word.replace("_", "");
        if (!DECIMAL.matcher(plain).matches()) {
            return Optional.empty();
        }
        var number = Double.parseDouble(plain);
        return Double.isInfinite(number) ? Optional.empty() : Optional.of(NODES.numberNode(number));
    }

    private static boolean beginsLikeANumber(String word) {
        return !word.isEmpty() && "+-0123456789".indexOf(word.charAt(0)) >= 0;
    }
}
