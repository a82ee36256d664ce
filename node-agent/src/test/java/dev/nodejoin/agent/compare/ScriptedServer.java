package dev.nodejoin.agent.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.AgentBed;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.testcluster.Machine;
import dev.nodejoin.testcluster.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link ScriptedApiServer}, as it runs on a machine of the cluster's network. */
record ScriptedServer(Machine machine) {
    /** More than either side asks in the time that it is given. */
    private static final int OFTEN = 5;

    static ScriptedServer start(TestCluster cluster, BootstrapToken token) {
        var machine = cluster.startMachine("scripted");
        machine.write(ScriptedApiServer.REAL_AUTHORITY, cluster.caCertificate().getBytes(UTF_8), "rw-r--r--");
        machine.start(AgentBed.javaCommand(
                ScriptedApiServer.class.getName(),
                List.of(machine.address(), token.reveal(), "https://" + cluster.internalEndpoint())));
        await().atMost(Duration.ofSeconds(30)).until(() -> machine.exists(ScriptedApiServer.AUTHORITY));
        return new ScriptedServer(machine);
    }

    String endpoint(Script script) {
        return machine.address() + ":" + script.port();
    }

    String authority() {
        return new String(machine.read(ScriptedApiServer.AUTHORITY), UTF_8);
    }

    String pin() {
        return CertificateBundle.parse(authority()).pins().getFirst().toString();
    }

    String kubeconfig(Script script) {
        return DiscoveryKubeconfig.of("https://" + endpoint(script), authority(), "{}");
    }

    /**
     * What a machine asked of a script, and that it asked again. How often depends on how quick the host is, so only more than
     * {@value #OFTEN} times tells: the pauses are the matter of tests with a clock of their own.
     */
    List<String> requests(Script script, String address) {
        var requests = new ArrayList<String>();
        asked(script, address).forEach((request, times) -> {
            requests.add(request);
            requests.add(times == 1 ? "not again" : times <= OFTEN ? "again" : times + " times");
        });
        if (requests.isEmpty()) {
            throw new AssertionError("%s asked nothing of %s".formatted(address, script));
        }
        return requests;
    }

    private Map<String, Integer> asked(Script script, String address) {
        var asked = new LinkedHashMap<String, Integer>();
        for (var line : new String(machine.read(ScriptedApiServer.REQUESTS), UTF_8)
                .lines()
                .toList()) {
            var words = line.split(" ", 3);
            if (words[0].equals(address) && words[1].equals(Integer.toString(script.port()))) {
                asked.merge(words[2], 1, Integer::sum);
            }
        }
        return asked;
    }
}
