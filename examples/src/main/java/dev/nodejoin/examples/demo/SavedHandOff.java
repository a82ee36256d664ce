package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A hand-off Secret as {@code kubectl get secret -o yaml} prints it: all that a machine needs.
 *
 * @param yaml the token is in it
 */
record SavedHandOff(String yaml) {
    static final String TICKET = "/root/hand-off.yaml";

    /** Machines of the demo have this host's kernel and cgroups, whatever those are. */
    static final String IGNORING = "--ignore-preflight-errors=SystemVerification";

    private static final Duration LONGEST_JOIN = Duration.ofMinutes(3);
    private static final String AGENT = Stage.DIST_ON_MACHINES + "/bin/node-agent";

    /** One file of the hand-off. */
    String file(String key) {
        return yaml.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .map(value -> new String(Base64.getDecoder().decode(value), UTF_8))
                .findFirst()
                .orElseThrow(() -> new DemoFailure("the hand-off holds no " + key));
    }

    /** Carries it to the machine, where the agent joins with it. */
    CommandResult join(Machine machine) {
        machine.write(TICKET, yaml.getBytes(UTF_8), "rw-------");
        return machine.run(LONGEST_JOIN, Map.of(), new byte[0], List.of(AGENT, "join", IGNORING, "--ticket", TICKET));
    }

    /** The public key that the machine joins with, made if it has none; PEM. */
    static String publicKey(Machine machine) {
        var command = List.of(AGENT, "identity", "--output", "pem");
        var printed = machine.run(LONGEST_JOIN, Map.of(), new byte[0], command);
        if (printed.exitCode() != 0) throw new DemoFailure("node-agent identity: " + printed.stderr());
        return printed.stdout();
    }

    @Override
    public String toString() {
        return "SavedHandOff[hidden]";
    }
}
