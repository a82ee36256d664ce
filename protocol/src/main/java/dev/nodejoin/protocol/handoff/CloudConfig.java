package dev.nodejoin.protocol.handoff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nodejoin.protocol.yaml.YamlText;
import java.util.SortedMap;

/** User data for cloud-init: puts the files of a hand-off in place, only readable by root, and joins. */
final class CloudConfig {
    static final String FORMAT = "cloud-config";

    private CloudConfig() {}

    static String of(SortedMap<String, String> contents) {
        var document = JsonNodeFactory.instance.objectNode();
        var files = document.putArray("write_files");
        contents.forEach((name, content) -> file(files, name, content));
        // As a list, so that no shell takes it apart.
        document.putArray("runcmd")
                .addArray()
                .add("kubeadm")
                .add("join")
                .add("--config")
                .add(path(HandOff.JOIN_CONFIGURATION));
        return "#cloud-config\n" + YamlText.of(document);
    }

    private static void file(ArrayNode files, String name, String content) {
        files.addObject().put("path", path(name)).put("permissions", "0600").put("content", content);
    }

    private static String path(String name) {
        return HandOff.DIRECTORY + "/" + name;
    }
}
