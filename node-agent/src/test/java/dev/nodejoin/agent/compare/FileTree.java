package dev.nodejoin.agent.compare;

import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a machine.
 *
 * @param entries by path: type, mode and the target of a link
 */
record FileTree(Map<String, String> entries) {
    static final String REMOVED = "removed";

    FileTree {
        entries = Map.copyOf(entries);
    }

    /** @param listing lines {@code path TAB type SPACE mode SPACE target}, as find prints them */
    static FileTree parse(String listing) {
        var entries = new TreeMap<String, String>();
        listing.lines().filter(line -> !line.isEmpty()).forEach(line -> {
            var tab = line.indexOf('\t');
            entries.put(line.substring(0, tab), line.substring(tab + 1).strip());
        });
        return new FileTree(entries);
    }

    /** What is new, other than before, or gone. */
    Map<String, String> changesSince(FileTree before, Wording wording) {
        var changes = new TreeMap<String, String>();
        entries.forEach((path, entry) -> {
            if (!entry.equals(before.entries.get(path))) {
                changes.put(wording.plain(path), wording.plain(entry));
            }
        });
        before.entries.keySet().stream()
                .filter(path -> !entries.containsKey(path))
                .forEach(path -> changes.put(wording.plain(path), REMOVED));
        return changes;
    }
}
