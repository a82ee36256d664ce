package dev.nodejoin.protocol.yaml;

import java.util.Set;
import java.util.regex.Pattern;

/** How one text is spelled in YAML 1.1: plain, quoted, or as a block of lines. */
final class Scalar {
    private static final Set<String> WORDS = Set.of(
            "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "true", "True", "TRUE", "false", "False",
            "FALSE", "on", "On", "ON", "off", "Off", "OFF", "", "~", "null", "Null", "NULL", "<<", ".nan", ".NaN",
            ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
    /** Integers in any base, floats, base 60, timestamps: rather one pair of quotes too many than a number. */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|[0-9][0-9_]*)"
                    + "|[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
                    + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
                    + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");

    private static final Pattern INDICATOR_FIRST =
            Pattern.compile("[#,\\[\\]{}&*!|>'\"%@`].*|[-?:]([ \\t].*)?|---.*|\\.\\.\\..*");
    private static final Pattern INDICATOR_WITHIN = Pattern.compile(".*:([ \\t].*)?|.*[ \\t]#.*");

    private Scalar() {}

    /** A key stays on one line. */
    static String key(String text) {
        return text.indexOf('\n') >= 0 ? doubleQuoted(text) : value(text, "");
    }

    /** A value; {@code indent} is where the lines of a block would begin. */
    static String value(String text, String indent) {
        if (hasOddCharacters(text)) {
            return doubleQuoted(text);
        }
        if (text.indexOf('\n') >= 0) {
            return canBeBlock(text) ? block(text, indent) : doubleQuoted(text);
        }
        if (WORDS.contains(text) || NUMBER.matcher(text).matches()) {
            return doubleQuoted(text);
        }
        return canBePlain(text) ? text : "'" + text.replace("'", "''") + "'";
    }

    private static boolean canBePlain(String text) {
        return !text.startsWith(" ")
                && !text.endsWith(" ")
                && !INDICATOR_FIRST.matcher(text).matches()
                && !INDICATOR_WITHIN.matcher(text).matches();
    }

    private static boolean canBeBlock(String text) {
        return !text.endsWith(" ") && !text.contains(" \n");
    }

    private static String block(String text, String indent) {
        var lines = new StringBuilder("|");
        lines.append(text.startsWith(" ") || text.startsWith("\n") ? "2" : "").append(chomping(text));
        for (var line : text.lines().toList()) {
            lines.append('\n').append(line.isEmpty() ? "" : indent + line);
        }
        return lines.toString();
    }

    /** What a reader does with the line breaks at the end: cut them, keep one, keep all. */
    private static String chomping(String text) {
        if (!text.endsWith("\n")) {
            return "-";
        }
        return text.length() == 1 || text.endsWith("\n\n") ? "+" : "";
    }

    private static boolean hasOddCharacters(String text) {
        return text.codePoints().anyMatch(c -> c != '\n' && !isPrintable(c));
    }

    private static boolean isPrintable(int c) {
        return (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029)
                || (c >= 0xe000 && c < 0xfffe && c != 0xfeff);
    }

    private static String doubleQuoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(escaped(c)));
        return quoted.append('"').toString();
    }

    private static String escaped(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\0' -> "\\0";
            case 0x07 -> "\\a";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case 0x0b -> "\\v";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            case 0x1b -> "\\e";
            case 0x85 -> "\\N";
            case 0xa0 -> "\\_";
            case 0x2028 -> "\\L";
            case 0x2029 -> "\\P";
            default -> isPrintable(c) ? Character.toString(c) : hex(c);
        };
    }

    private static String hex(int c) {
        if (c <= 0xff) {
            return "\\x%02X".formatted(c);
        }
        return c <= 0xffff ? "\\u%04X".formatted(c) : "\\U%08X".formatted(c);
    }
}
