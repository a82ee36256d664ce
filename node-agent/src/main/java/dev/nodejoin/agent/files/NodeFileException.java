package dev.nodejoin.agent.files;

import java.io.IOException;

/** The file system refused; the message names the path and the reason. */
public final class NodeFileException extends RuntimeException {
    public NodeFileException(String message) {
        super(message);
    }

    public NodeFileException(String path, String what, IOException cause) {
        super("cannot %s %s: %s".formatted(what, path, reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case java.nio.file.FileSystemException refused when refused.getReason() != null -> refused.getReason();
            case java.nio.file.FileSystemException refused ->
                refused.getClass().getSimpleName().replace("Exception", "");
            default -> String.valueOf(cause.getMessage());
        };
    }
}
