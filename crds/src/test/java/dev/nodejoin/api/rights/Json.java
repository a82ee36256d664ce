package dev.nodejoin.api.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/** JSON as tests like to write it: names without quotes, strings in single ones. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object(String text) {
        return (ObjectNode) parse(text);
    }

    /** The object with all of the other's fields, as JSON merge patch (RFC 7396) would do it. */
    static ObjectNode merge(ObjectNode object, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) object.remove(field.getKey());
            else if (field.getValue().isObject())
                object.set(field.getKey(), merge(child(object, field.getKey()), field.getValue()));
            else object.set(field.getKey(), field.getValue());
        });
        return object;
    }

    private static ObjectNode child(ObjectNode object, String name) {
        return object.get(name) instanceof ObjectNode child ? child : MAPPER.createObjectNode();
    }
}
