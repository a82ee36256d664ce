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
import java.util.List;

/** {@link ScriptedApiServer}, as it runs on a machine of the cluster's network. */
record ScriptedServer(Machine machine) {
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
     * What a machine asked of a script, and what it asked again. How often depends on how quick the host is; the pauses
     * are the matter of tests with a clock of their own.
     */
    List<String> requests(Script script, String address) {
        var requests = new ArrayList<String>();
        for (var line : new String(machine.read(ScriptedApiServer.REQUESTS), UTF_8)
                .lines()
                .toList()) {
            var words = line.split(" ", 4);
            if (words[0].equals(address) && words[1].equals(Integer.toString(script.port()))) {
                var request = words[3];
                var again = "again: " + request;
                if (!requests.contains(request)) {
                    requests.add(request);
                } else if (!requests.contains(again)) {
                    requests.add(again);
                }
            }
        }
        return requests;
    }
}
