package dev.nodejoin.policy.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.KubeletPatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The patches that a request has. Only where bounds speak of them are they read, and then once for all policies. */
final class AskedPatches {
    private final List<JsonNode> asked;
    private volatile @Nullable Read read;

    AskedPatches(List<JsonNode> asked) {
        this.asked = asked;
    }

    private record Read(List<KubeletPatch> patches, List<String> unreadable) {}

    List<KubeletPatch> readable() {
        return read().patches();
    }

    /** The fields of the configuration, by their names at the top, that those touch. */
    List<String> fields() {
        return readable().stream()
                .flatMap(patch -> patch.fields().stream())
                .distinct()
                .toList();
    }

    /** Why others can't be read; nobody can say what they touch. */
    List<String> unreadable() {
        return read().unreadable();
    }

    private Read read() {
        var known = read;
        if (known == null) {
            known = read(asked);
            read = known;
        }
        return known;
    }

    private static Read read(List<JsonNode> asked) {
        var patches = new ArrayList<KubeletPatch>();
        var unreadable = new ArrayList<String>();
        for (var patch : asked) {
            try {
                patches.add(KubeletPatch.parse(
                        patch.path("type").asText(""), patch.path("patch").asText("")));
            } catch (MalformedInputException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        return new Read(List.copyOf(patches), List.copyOf(unreadable));
    }
}
