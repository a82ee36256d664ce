package dev.nodejoin.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.nodejoin.testcluster.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a join left on a machine, in a form in which two joins can be compared. */
final class LeftOnDisk {
    private static final Pattern PAIR = Pattern.compile("kubelet-client-\\d{4}(-\\d\\d){5}\\.pem");

    private LeftOnDisk() {}

    static String text(Machine machine, String path) {
        return new String(machine.read(path), UTF_8);
    }

    /** Names, types, modes and links of everything that is not of the agent alone. */
    static Map<String, String> tree(Machine machine) {
        var listing = machine.run("find", "/etc/kubernetes", "/var/lib/kubelet", "-printf", "%p\t%y %m %l\n")
                .orThrow();
        var tree = new TreeMap<String, String>();
        listing.stdout().lines().filter(line -> !line.contains("/nodejoin")).forEach(line -> {
            var plain = PAIR.matcher(line).replaceAll("kubelet-client-TIME.pem");
            tree.put(plain.substring(0, plain.indexOf('\t')), plain.substring(plain.indexOf('\t') + 1));
        });
        return tree;
    }

    /** The kubelet's configuration without zero values. */
    static JsonNode configuration(Machine machine) {
        try {
            var tree = new YAMLMapper().readTree(machine.read("/var/lib/kubelet/config.yaml"));
            dropZeroValues(tree);
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kubeadm writes what is not set as zero values, which a kubelet takes for not set. */
    private static boolean dropZeroValues(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> dropZeroValues(field.getValue()));
            return object.isEmpty();
        }
        return node.isNull()
                || (node.isTextual() && List.of("", "0s", "0").contains(node.textValue()))
                || (node.isNumber() && node.doubleValue() == 0);
    }
}
