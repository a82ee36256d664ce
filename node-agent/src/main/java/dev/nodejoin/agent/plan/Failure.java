package dev.nodejoin.agent.plan;

/**
 * Why a run can't go on.
 *
 * @param what what happened, with the name of the file, object or server
 * @param remedy what the reader can do about it
 */
public record Failure(ExitCode code, String what, String remedy) {
    /** One line for a person. */
    public String sentence() {
        return what + "; " + remedy;
    }
}
