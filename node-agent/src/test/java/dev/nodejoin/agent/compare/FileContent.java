package dev.nodejoin.agent.compare;

import java.util.Map;
import java.util.TreeMap;

/**
 * A file in a form in which it can be compared: its bytes where both sides are bound to write the same, its parts where a
 * program may lay them out as it likes, its certificates decoded where keys and dates are in it.
 */
final class FileContent {
    private static final String CLUSTER_AUTHORITY = "/ca.crt";

    private FileContent() {}

    /** Those files that are not what they were before. */
    static Map<String, String> changes(Map<String, String> before, Map<String, String> after, Wording wording) {
        var facts = new TreeMap<String, String>();
        after.forEach((path, content) -> {
            if (!content.equals(before.get(path))) {
                facts.putAll(describe(path, content, wording));
            }
        });
        return facts;
    }

    /** One fact for each file, or for each part of one whose parts have an order of their own. */
    static Map<String, String> describe(String path, String content, Wording wording) {
        var name = wording.plain(path);
        if (path.endsWith("/config.yaml")) {
            return parts(name, wording.plain(content));
        }
        if (isPem(path)) {
            return Map.of(name, wording.plain(String.join("\n", PemText.describe(content))));
        }
        return Map.of(name, wording.plain(content));
    }

    private static boolean isPem(String path) {
        return !path.endsWith(CLUSTER_AUTHORITY)
                && (path.endsWith(".pem") || path.endsWith(".crt") || path.endsWith(".key"));
    }

    private static Map<String, String> parts(String name, String content) {
        var parts = new TreeMap<String, String>();
        Flattened.yaml(content).forEach((pointer, value) -> parts.put(name + "#" + pointer, value));
        return parts;
    }
}
