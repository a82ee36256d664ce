package dev.nodejoin.agent.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of 32 bits as Go's programs take it: decimal, or with {@code 0x} or a leading 0 to another base. */
final class GoInteger implements ITypeConverter<Integer> {
    private static final Pattern SHAPE = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)");

    @Override
    public Integer convert(String text) {
        try {
            if (SHAPE.matcher(text).matches()) {
                return Integer.decode(text);
            }
        } catch (NumberFormatException tooLarge) {
            throw notANumber(text);
        }
        throw notANumber(text);
    }

    private static TypeConversionException notANumber(String text) {
        return new TypeConversionException("a whole number of 32 bits is expected, found '" + text + "'");
    }
}
