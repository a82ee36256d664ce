package dev.nodejoin.examples.demo;

import java.io.PrintStream;

/** Tells the story on a terminal. */
final class Narrator {
    private final PrintStream out;
    private int chapter;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void chapter(String title) {
        chapter++;
        out.printf("%n%d. %s%n", chapter, title);
    }

    void say(String text) {
        text.lines().forEach(line -> out.println("   " + line));
    }

    void command(String user, String command) {
        out.printf("   %s$ %s%n", user, command);
    }
}
