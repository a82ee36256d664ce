package dev.nodejoin.agent.plan;

/**
 * A file as it was found: its text and its mode as {@code ls} prints it. The text may be a secret and is not printed.
 */
public record FileOnDisk(String content, String permissions) {
    @Override
    public String toString() {
        return "FileOnDisk[content=hidden (%d characters), permissions=%s]".formatted(content.length(), permissions);
    }
}
