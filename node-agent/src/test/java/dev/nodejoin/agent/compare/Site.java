package dev.nodejoin.agent.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.testcluster.Machine;
import java.util.LinkedHashMap;
import java.util.List;

/** Where one join happens: a machine, and the cluster that it shall join. */
record Site(Machine machine, Ground ground) {
    /** Writes a file that only root may read, and gives its path. */
    String write(String path, String content) {
        machine.write(path, content.getBytes(UTF_8), "rw-------");
        return path;
    }

    void shell(String script) {
        machine.run("sh", "-ec", script).orThrow();
    }

    /** Lets the machine trust what an authority certifies, like the public ones. */
    void trust(String authority) {
        write("/root/trusted.pem", authority);
        shell("cat /root/trusted.pem >> /etc/ssl/certs/ca-certificates.crt; rm /root/trusted.pem");
    }

    /** Has something listen on a port. */
    void occupy(int port) {
        machine.start(List.of("/opt/jdk/bin/jwebserver", "-b", machine.address(), "-p", Integer.toString(port)));
        shell("until grep -qi ':%04X ' /proc/net/tcp*; do sleep 0.1; done".formatted(port));
    }

    void withoutKubelet() {
        shell("mount --bind /dev/null $(command -v kubelet)");
    }

    /** The name of a Node that is not called like its machine. */
    String otherName() {
        return "node-of-" + machine.name();
    }

    Wording wording() {
        var own = new LinkedHashMap<String, String>();
        own.put(otherName(), "OTHER-NAME");
        own.put(machine.name(), "MACHINE");
        own.put(machine.address(), "ADDRESS");
        return Wording.of(own);
    }
}
