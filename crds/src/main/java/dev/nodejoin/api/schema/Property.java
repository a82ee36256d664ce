package dev.nodejoin.api.schema;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;

final class Property {
    private Property() {}

    /** A property of a type; a name that is misspelled in an annotation stops the build here. */
    static JSONSchemaProps of(JSONSchemaProps type, String name) {
        var property = type.getProperties().get(name);
        if (property == null) throw new IllegalArgumentException("there is no property " + name);
        return property;
    }
}
