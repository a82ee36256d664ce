package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is read over while a configuration is read. */
final class Warnings {
    private final List<String> texts = new ArrayList<>();

    void add(String text) {
        texts.add(text);
    }

    void addAll(Warnings others) {
        texts.addAll(others.texts);
    }

    void repeated(String path) {
        add("repeated field %s; the last one counts".formatted(path));
    }

    /** Notes the fields of a section that are none of these. */
    void note(Section section, String... known) {
        section.unknown(Set.of(known)).forEach(path -> add("unknown field " + path));
    }

    List<String> list() {
        return List.copyOf(texts);
    }
}
