package dev.nodejoin.agent.cli;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Optional;

/**
 * What stands on the command line beside the options.
 *
 * @param endpoint the API server, before {@code --}
 * @param kubeletCommand the kubelet's command word by word, after {@code --}
 */
record JoinArguments(Optional<String> endpoint, List<String> kubeletCommand) {
    private static final String END_OF_OPTIONS = "--";

    JoinArguments {
        kubeletCommand = List.copyOf(kubeletCommand);
    }

    /**
     * Tells the two apart. Without a kubelet command {@code --} only ends the options, as with kubeadm. Throws
     * {@link MalformedInputException} for more than one endpoint, and for a kubelet command without its option or the other
     * way about.
     *
     * @param typed the whole command line, in which alone {@code --} can be seen
     * @param positional its words that belong to no option, in their order
     */
    static JoinArguments of(List<String> typed, List<String> positional, boolean hasKubeletCommand) {
        if (!hasKubeletCommand && positional.size() == 1) {
            return new JoinArguments(Optional.of(positional.getFirst()), List.of());
        }
        var end = typed.indexOf(END_OF_OPTIONS);
        var after = end < 0 ? 0 : Math.min(typed.size() - end - 1, positional.size());
        var before = positional.subList(0, positional.size() - after);
        var command = positional.subList(before.size(), positional.size());
        if (hasKubeletCommand == command.isEmpty()) {
            throw new MalformedInputException(
                    "a kubelet command is given as: --kubelet-command -- COMMAND ARGUMENT...");
        }
        if (before.size() > 1) {
            throw new MalformedInputException("at most one API server endpoint is accepted, found " + before.size());
        }
        return new JoinArguments(before.stream().findFirst(), command);
    }
}
