package dev.nodejoin.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Lists the values that the entries of a list of strings may have, and makes the list a set. Input:
 * {@code <property>=<value>[,<value>]}.
 */
public final class EnumeratedEntries implements SchemaCustomizer.Customizer {
    @Override
    public JSONSchemaProps apply(JSONSchemaProps type, String input, KubernetesSerialization serialization) {
        var sentence = Sentence.parse(input);
        var list = Property.of(type, sentence.property());
        list.setXKubernetesListType("set");
        list.getItems()
                .getSchema()
                .setEnum(sentence.values().stream()
                        .<JsonNode>map(TextNode::valueOf)
                        .toList());
        return type;
    }
}
