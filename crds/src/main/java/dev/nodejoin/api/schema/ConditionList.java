package dev.nodejoin.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives a list of conditions the schema of {@code metav1.Condition}: same required fields, bounds and patterns. Input: the
 * name of the property.
 */
public final class ConditionList implements SchemaCustomizer.Customizer {
    private static final String TYPE =
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$";
    private static final String REASON = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";

    @Override
    public JSONSchemaProps apply(JSONSchemaProps type, String input, KubernetesSerialization serialization) {
        var list = Property.of(type, input);
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of("type"));
        list.getItems().setSchema(condition());
        return type;
    }

    private static JSONSchemaProps condition() {
        return new JSONSchemaPropsBuilder()
                .withType("object")
                .withRequired("lastTransitionTime", "message", "reason", "status", "type")
                .withProperties(fields())
                .build();
    }

    private static Map<String, JSONSchemaProps> fields() {
        var fields = new LinkedHashMap<String, JSONSchemaProps>();
        fields.put("type", text("What is spoken of.", 316).withPattern(TYPE).build());
        fields.put("status", status());
        fields.put(
                "reason",
                text("Why, in one word for programs.", 1024)
                        .withMinLength(1L)
                        .withPattern(REASON)
                        .build());
        fields.put("message", text("Why, for people.", 32768).build());
        fields.put("lastTransitionTime", time());
        fields.put("observedGeneration", generation());
        return fields;
    }

    private static JSONSchemaPropsBuilder text(String description, long maxLength) {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withDescription(description)
                .withMaxLength(maxLength);
    }

    private static JSONSchemaProps status() {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withDescription("True, False or Unknown.")
                .withEnum(Stream.of("True", "False", "Unknown")
                        .<JsonNode>map(TextNode::valueOf)
                        .toList())
                .build();
    }

    private static JSONSchemaProps time() {
        return new JSONSchemaPropsBuilder()
                .withType("string")
                .withFormat("date-time")
                .withDescription("When status last changed.")
                .build();
    }

    private static JSONSchemaProps generation() {
        return new JSONSchemaPropsBuilder()
                .withType("integer")
                .withFormat("int64")
                .withMinimum(0.0)
                .withDescription("Generation of the specification that this condition speaks of.")
                .build();
    }
}
