package dev.nodejoin.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes a list one whose entries are told apart by keys, so that each writer owns entries rather than the list. Input:
 * {@code <property>=<key>[,<key>]}; the keys become required.
 */
public final class KeyedList implements SchemaCustomizer.Customizer {
    @Override
    public JSONSchemaProps apply(JSONSchemaProps type, String input, KubernetesSerialization serialization) {
        var sentence = Sentence.parse(input);
        var list = Property.of(type, sentence.property());
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(sentence.values());
        var entry = list.getItems().getSchema();
        entry.setRequired(union(entry.getRequired(), sentence.values()));
        return type;
    }

    private static List<String> union(List<String> some, List<String> others) {
        var all = new TreeSet<>(some);
        all.addAll(others);
        return new ArrayList<>(all);
    }
}
