package dev.nodejoin.protocol.patch;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.stream.Stream;

/** A path of RFC 6901; what stands before its first slash is not looked at, as with kubeadm's library. */
final class Pointer {
    private Pointer() {}

    static String last(String path) {
        return keys(path).getLast();
    }

    static List<String> parents(String path) {
        var keys = keys(path);
        return keys.subList(0, keys.size() - 1);
    }

    /** How deep what it points to is in the document. */
    static int depth(String path) {
        return keys(path).size();
    }

    /** The place in a list of that size; one that is negative counts from the end. */
    static int index(String key, int size, String path) {
        try {
            var index = Integer.parseInt(key);
            var counted = index < 0 ? index + size : index;
            if (counted >= 0 && counted < size) {
                return counted;
            }
            throw JsonPatch.missing(path);
        } catch (NumberFormatException e) {
            throw new MalformedInputException(
                    "\"%s\" in the path \"%s\" is not an index of a list".formatted(key, path));
        }
    }

    private static List<String> keys(String path) {
        var keys = path.split("/", -1);
        if (keys.length < 2) {
            throw JsonPatch.missing(path);
        }
        return Stream.of(keys)
                .skip(1)
                .map(key -> key.replace("~1", "/").replace("~0", "~"))
                .toList();
    }
}
