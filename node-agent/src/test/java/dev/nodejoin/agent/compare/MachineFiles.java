package dev.nodejoin.agent.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.testcluster.Machine;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The files of a machine, as they are now. */
final class MachineFiles {
    /** Everything of the machine's own; programs are shown to it, and logs are the host's. */
    private static final String TREE = """
            find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /usr -o -path /opt -o -path /var/log \\) \
            -prune -o -printf '%p\\t%y %m %l\\n' 2>/dev/null || true
            """;

    private static final String CONTENTS = """
            find /etc/kubernetes /var/lib/kubelet -xdev -type f -size -256k -exec sh -c \
            'for file; do printf "%s\\t%s\\n" "$file" "$(base64 -w0 "$file")"; done' _ {} + || true
            """;

    private MachineFiles() {}

    static FileTree tree(Machine machine) {
        return FileTree.parse(machine.run("sh", "-c", TREE).orThrow().stdout());
    }

    /** The small files among them, by path. */
    static Map<String, String> contents(Machine machine) {
        var contents = new TreeMap<String, String>();
        machine.run("sh", "-c", CONTENTS).orThrow().stdout().lines().forEach(line -> {
            var tab = line.indexOf('\t');
            contents.put(
                    line.substring(0, tab), new String(Base64.getDecoder().decode(line.substring(tab + 1)), UTF_8));
        });
        return contents;
    }
}
