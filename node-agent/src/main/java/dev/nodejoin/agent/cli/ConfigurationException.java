package dev.nodejoin.agent.cli;

/** What a file or a flag of this machine asks for can't be followed; the message names it and what is wrong with it. */
final class ConfigurationException extends RuntimeException {
    ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
