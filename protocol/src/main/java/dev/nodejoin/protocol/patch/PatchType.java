package dev.nodejoin.protocol.patch;

import java.util.Optional;
import java.util.stream.Stream;

/** How a patch changes what it is applied to. */
public enum PatchType {
    STRATEGIC("strategic", "application/strategic-merge-patch+json"),
    MERGE("merge", "application/merge-patch+json"),
    JSON("json", "application/json-patch+json");

    private final String word;
    private final String mediaType;

    PatchType(String word, String mediaType) {
        this.word = word;
        this.mediaType = mediaType;
    }

    /** As kubeadm spells it in the names of files. */
    public String word() {
        return word;
    }

    /** The name that the line of output has. */
    public String mediaType() {
        return mediaType;
    }

    /** The type whose word a text begins with. */
    static Optional<PatchType> at(String text) {
        return Stream.of(JSON, MERGE, STRATEGIC)
                .filter(type -> text.startsWith(type.word))
                .findFirst();
    }
}
