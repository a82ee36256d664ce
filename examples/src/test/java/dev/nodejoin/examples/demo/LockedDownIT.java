package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.testcluster.Machine;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/locked-down to its end on real machines. */
class LockedDownIT {
    private static final String CLUSTER_INFO = "/api/v1/namespaces/kube-public/configmaps/cluster-info";

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    private final GateWatch gate = new GateWatch(theatre);

    @Test
    void only_who_was_asked_for_joins_and_whoever_breaks_the_glass_lets_others_in() throws Exception {
        awaitAsAnybody(HttpURLConnection.HTTP_OK);
        gate.lockDown("locked-down");
        gate.awaitMet("ClusterInfoPrivate");
        awaitAsAnybody(HttpURLConnection.HTTP_FORBIDDEN);
        var handOff = whoWasAskedForJoins();
        var classic = theatre.cluster().startMachine("classic");
        var joined = Theatre.running(classic, classicJoin(handOff, classic));
        var csr = gate.awaitPendingRequest();
        gate.await("{.status.unrequested.pendingRequests}", "1");
        assertThat(theatre.stage()
                        .as("mallory")
                        .run("certificate", "approve", csr)
                        .succeeded())
                .isFalse();
        theatre.assertNoNode("classic");
        theatre.stage().as("bridget").must("certificate", "approve", csr);
        assertThat(joined.get().exitCode()).as(joined.get().toString()).isZero();
        theatre.awaitReady("classic", "True");
        clusterInfoCanBeGivenBack();
    }

    private static SavedHandOff whoWasAskedForJoins() {
        var handOff = theatre.requests().approvedHandOff("asked-for");
        theatre.join("asked-for", handOff);
        return handOff;
    }

    /** With a token of kubeadm's, and a file for what cluster-info told before. */
    private static List<String> classicJoin(SavedHandOff handOff, Machine machine) {
        var command = theatre.cluster().joinCommand();
        var token = command.get(command.indexOf("--token") + 1);
        var discovery = handOff.file("discovery.conf").replaceAll("token: .*", "token: " + token);
        machine.write("/root/discovery.conf", discovery.getBytes(UTF_8), "rw-------");
        return List.of(
                "kubeadm",
                "join",
                "--discovery-file=/root/discovery.conf",
                "--tls-bootstrap-token=" + token,
                "--ignore-preflight-errors=SystemVerification");
    }

    private void clusterInfoCanBeGivenBack() {
        theatre.admin()
                .must("patch", "njg", "cluster", "--type=merge", "-p", "{\"spec\":{\"publicClusterInfo\":\"Leave\"}}");
        gate.await("{.status.observedGeneration}", "2");
        theatre.apply("locked-down/undo");
        gate.await("{.status.conditions[?(@.type==\"ClusterInfoPrivate\")].status}", "False");
        awaitAsAnybody(HttpURLConnection.HTTP_OK);
    }

    /** What kubeadm join looks at first, without any credentials. Authorizers learn of a binding a moment late. */
    private static void awaitAsAnybody(int code) {
        Pause.until(
                () -> "the answer to anybody to be " + code,
                Theatre.PATIENCE,
                () -> Optional.of(asAnybody()).filter(answer -> answer == code));
    }

    private static int asAnybody() {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(theatre.cluster().server().toString())
                .withCaCertData(Base64.getEncoder()
                        .encodeToString(theatre.cluster().caCertificate().getBytes(UTF_8)))
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            return client.raw(CLUSTER_INFO) == null ? HttpURLConnection.HTTP_NOT_FOUND : HttpURLConnection.HTTP_OK;
        } catch (KubernetesClientException e) {
            return e.getCode();
        }
    }
}
