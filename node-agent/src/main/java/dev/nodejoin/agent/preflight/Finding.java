package dev.nodejoin.agent.preflight;

/**
 * What a check found.
 *
 * @param check kubeadm's name of the check, by which it can be ignored
 * @param ignorable whether {@code --ignore-preflight-errors} makes a warning of it
 * @param text what is not as it should be
 * @param remedy what the reader can do about it
 */
public record Finding(String check, Level level, boolean ignorable, String text, String remedy) {
    /** Whether a join goes on. */
    public enum Level {
        WARNING,
        ERROR
    }

    static Finding warning(String check, String text, String remedy) {
        return new Finding(check, Level.WARNING, true, text, remedy);
    }

    static Finding error(String check, String text, String remedy) {
        return new Finding(check, Level.ERROR, true, text, remedy);
    }

    Finding notIgnorable() {
        return new Finding(check, level, false, text, remedy);
    }

    Finding asWarning() {
        return new Finding(check, Level.WARNING, ignorable, text, remedy);
    }

    boolean isError() {
        return level == Level.ERROR;
    }

    /** One line as kubeadm writes it, and the remedy. */
    String line() {
        return "\t[%s %s]: %s; %s".formatted(level, check, text, remedy);
    }
}
