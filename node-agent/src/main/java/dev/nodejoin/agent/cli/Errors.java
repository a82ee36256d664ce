package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.identity.UnusableKeyException;
import dev.nodejoin.agent.join.JoinFailedException;
import dev.nodejoin.agent.plan.CriSockets.AmbiguousRuntimeException;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.ticket.TicketException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns what went wrong into one line and an exit code. */
final class Errors {
    private Errors() {}

    static int report(Throwable thrown, CommandLine at, boolean verbose) {
        at.getErr().println("error: " + failure(thrown).sentence());
        if (verbose) {
            thrown.printStackTrace(at.getErr());
        }
        at.getErr().flush();
        return exitCode(thrown);
    }

    static int reportUsage(ParameterException thrown, String[] arguments) {
        var at = thrown.getCommandLine();
        at.getErr()
                .println("error: %s; see %s --help"
                        .formatted(thrown.getMessage(), at.getCommandSpec().qualifiedName()));
        at.getErr().flush();
        return ExitCode.USAGE.number();
    }

    static int exitCode(Throwable thrown) {
        return failure(thrown).code().number();
    }

    private static Failure failure(Throwable thrown) {
        var message = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case JoinFailedException e -> e.failure();
            case TicketException e ->
                new Failure(ExitCode.TICKET, message, "ask for a new hand-off if it can't be mended");
            case ConfigurationException e -> new Failure(ExitCode.TICKET, message, "mend it, then run again");
            case NodeFileException e -> Failures.file(message);
            case UnusableKeyException e -> Failures.badKey(message);
            case AmbiguousRuntimeException e -> new Failure(ExitCode.USAGE, message, "then run again");
            default ->
                new Failure(
                        ExitCode.UNEXPECTED,
                        "unexpected %s: %s".formatted(thrown.getClass().getSimpleName(), message),
                        "run again with -v and report this as a defect");
        };
    }
}
