package dev.nodejoin.protocol.patch;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.GoYaml;

/** A file as it was found below a patches directory. */
public final class PatchFile {
    private final String name;
    private final byte[] content;

    /** A file of that name, without the directories. */
    public PatchFile(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** Whether what is in a file of that name is read; throws {@link MalformedInputException} for a wrong type in it. */
    public static boolean isRead(String name) {
        return PatchFileName.of(name) instanceof PatchFileName.Patches;
    }

    String name() {
        return name;
    }

    boolean isEmpty() {
        return content.length == 0;
    }

    /** Throws {@link MalformedInputException} where it is no text. */
    String text() {
        return GoYaml.text(content);
    }
}
