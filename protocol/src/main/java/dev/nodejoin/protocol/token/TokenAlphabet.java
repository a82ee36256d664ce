package dev.nodejoin.protocol.token;

import java.util.random.RandomGenerator;

/** The 36 characters that tokens are written with. */
final class TokenAlphabet {
    private static final String CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private TokenAlphabet() {}

    static boolean spells(String word, int length) {
        return word.length() == length && word.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0);
    }

    /** Every word is equally likely: a bounded draw has no modulo bias. */
    static String word(int length, RandomGenerator random) {
        var word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return word.toString();
    }

    /** What is wrong with a word, without repeating any of it: it may be a secret. */
    static String describe(String word) {
        boolean foreign = word.chars().anyMatch(c -> CHARACTERS.indexOf(c) < 0);
        return word.length() + (foreign ? ", with others among them" : "");
    }
}
