package dev.nodejoin.agent.plan;

/** A file that a joined node has. */
public record WantedFile(String path, String content, FileMode mode) {
    boolean is(FileOnDisk found) {
        return found.content().equals(content) && found.permissions().equals(mode.permissions());
    }
}
