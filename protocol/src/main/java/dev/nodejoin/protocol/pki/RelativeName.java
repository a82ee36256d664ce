package dev.nodejoin.protocol.pki;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** One step of a distinguished name (an RDN): almost always one attribute, but a set of several is possible. */
public record RelativeName(List<NameAttribute> attributes) {
    public RelativeName {
        attributes = List.copyOf(attributes);
    }

    public boolean isMultiValued() {
        return attributes.size() > 1;
    }

    @Override
    public String toString() {
        return attributes.stream().map(NameAttribute::toString).collect(joining("+"));
    }
}
