package dev.nodejoin.agent.reset;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted, as {@code /proc/self/mounts} tells it: see proc_pid_mountinfo(5) and fstab(5). */
final class MountTable {
    private static final int MOUNT_POINT = 1;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

    private final String text;

    MountTable(String text) {
        this.text = text;
    }

    /** Every mount below the directory, itself excluded; inner ones before outer ones, later ones before earlier ones. */
    List<Path> below(Path directory) {
        return text
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > MOUNT_POINT)
                .map(fields -> plain(fields[MOUNT_POINT]))
                .filter(point -> point.startsWith(directory + "/"))
                .map(Path::of)
                .toList()
                .reversed()
                .stream()
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
    }

    /** The kernel writes a space as {@code \040}, and so on: one byte each. */
    private static String plain(String escaped) {
        return OCTAL.matcher(escaped).replaceAll(MountTable::letter);
    }

    private static String letter(MatchResult octal) {
        return Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(octal.group(1), 8)));
    }
}
