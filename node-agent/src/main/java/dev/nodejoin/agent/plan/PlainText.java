package dev.nodejoin.agent.plan;

/** Text of others, made fit to be shown on one line of a terminal: no control characters, and not endless. */
public final class PlainText {
    private static final int LONGEST = 600;

    private PlainText() {}

    public static String of(String foreign) {
        var line = foreign.length() > LONGEST ? foreign.substring(0, LONGEST) + "…" : foreign;
        var plain = new StringBuilder(line.length());
        line.codePoints().map(c -> isShown(c) ? c : ' ').forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
