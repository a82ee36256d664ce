package dev.nodejoin.api.schema;

import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Says that strings are RFC 3339 times. Input: {@code <property>[,<property>]}. */
public final class Timestamps implements SchemaCustomizer.Customizer {
    @Override
    public JSONSchemaProps apply(JSONSchemaProps type, String input, KubernetesSerialization serialization) {
        for (var property : input.split(",", -1)) Property.of(type, property).setFormat("date-time");
        return type;
    }
}
