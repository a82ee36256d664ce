package dev.nodejoin.agent.cli;

import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The option {@code -v}: alone, as most programs have it, or with a level, as kubeadm has it ({@code -v5}, {@code -v 5},
 * {@code --v=5}). A word after it that is no number is left to whatever it means.
 */
final class Verbosity implements IParameterPreprocessor {
    private static final Pattern LEVEL = Pattern.compile("[+-]?[0-9]{1,9}");

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's signature
    public boolean preprocess(
            Stack<String> words, CommandSpec command, @Nullable ArgSpec argument, Map<String, Object> info) {
        var isAttached = "=".equals(info.get("separator"));
        var hasLevel = !words.isEmpty() && LEVEL.matcher(words.peek()).matches();
        if (!hasLevel && isAttached) {
            throw new ParameterException(
                    command.commandLine(), "-v takes a number, found '" + (words.isEmpty() ? "" : words.peek()) + "'");
        }
        var level = hasLevel ? Integer.parseInt(words.pop()) : 1;
        if (argument instanceof OptionSpec option) {
            option.setValue(level > 0);
        }
        return true;
    }
}
