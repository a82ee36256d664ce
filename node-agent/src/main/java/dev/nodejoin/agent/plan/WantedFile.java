package dev.nodejoin.agent.plan;

/** A file that a joined node has. */
public record WantedFile(String path, String content, FileMode mode) {
    boolean is(FileOnDisk found) {
        return found.content().equals(content) && found.permissions().equals(mode.permissions());
    }

    /** Some hold a token. */
    @Override
    public String toString() {
        return "WantedFile[%s, %s, content hidden]".formatted(path, mode);
    }
}
