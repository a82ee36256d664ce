package dev.nodejoin.agent.cli;

import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A switch as Go's programs take it: {@code --flag}, or {@code --flag=VALUE} with any spelling of strconv.ParseBool. */
final class GoBoolean implements ITypeConverter<Boolean> {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "False", "FALSE");

    @Override
    public Boolean convert(String text) {
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw new TypeConversionException("a switch is true or false, found '" + text + "'");
        }
        return TRUE.contains(text);
    }
}
