package dev.nodejoin.testcluster;

/** A command on a machine ended with another exit code than 0. */
public final class CommandFailed extends RuntimeException {
    private final CommandResult result;

    public CommandFailed(CommandResult result) {
        super("%s ended with exit code %d: %s"
                .formatted(
                        String.join(" ", result.command()),
                        result.exitCode(),
                        (result.stderr() + result.stdout()).strip()));
        this.result = result;
    }

    public CommandResult result() {
        return result;
    }
}
