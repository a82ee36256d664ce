package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static dev.nodejoin.agent.AgentBed.APPROVED_BY_HAND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.fixture.Lines;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.testcluster.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A kubelet that bootstraps itself, as with kubeadm, and an administrator who approves with kubectl while a join waits. */
class KubeletBootstrapIT {
    private static final String BOOTSTRAP = "/etc/kubernetes/bootstrap-kubelet.conf";

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    @Test
    void the_kubelet_s_own_bootstrap_leaves_what_kubeadm_leaves() {
        try (var ours = bed.machine("own-agent");
                var theirs = bed.machine("own-kubeadm")) {
            bed.deliver(theirs, APPROVED_AT_ONCE);
            AgentBed.joinByKubeadm(theirs).orThrow();
            var token = bed.deliver(ours, APPROVED_AT_ONCE);
            var joined = bed.join(ours, "--bootstrap", "kubelet").orThrow();
            bed.awaitReady("own-kubeadm");
            bed.awaitReady("own-agent");

            assertThat(joined.stdout()).contains("Waiting for the kubelet to perform the TLS Bootstrap");
            assertThat(bed.requests(token))
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.getMetadata().getGenerateName()).isEqualTo("csr-"));
            assertThat(ours.exists("/etc/kubernetes/nodejoin/node.key")).isFalse();
            for (var path : List.of(
                    "/etc/kubernetes/kubelet.conf",
                    "/etc/kubernetes/pki/ca.crt",
                    "/var/lib/kubelet/instance-config.yaml",
                    "/var/lib/kubelet/kubeadm-flags.env")) {
                assertThat(LeftOnDisk.text(ours, path)).as(path).isEqualTo(LeftOnDisk.text(theirs, path));
            }
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(LeftOnDisk.tree(ours)).isEqualTo(LeftOnDisk.tree(theirs)));
            assertThat(bed.join(ours, "--bootstrap", "kubelet").orThrow().stdout())
                    .doesNotContain("Starting the kubelet");
        }
    }

    @Test
    void while_approval_is_waited_for_the_credential_is_kubeadm_s_and_kubectl_lets_both_in() throws Exception {
        try (var ours = bed.machine("wait-agent");
                var theirs = bed.machine("wait-kubeadm")) {
            var token = bed.token(APPROVED_BY_HAND);
            bed.deliver(ours, bed.handOff(ours.name(), token));
            bed.deliver(theirs, bed.handOff(theirs.name(), token));
            var agent = ours.start(AgentBed.joinCommand("--bootstrap=kubelet"));
            var kubeadm = theirs.start(List.of(
                    "kubeadm",
                    "join",
                    "--config",
                    AgentBed.TICKET + "/join-configuration.yaml",
                    "--ignore-preflight-errors=SystemVerification"));
            await().atMost(1, TimeUnit.MINUTES).until(() -> bed.requests(token).size() == 2);

            assertThat(LeftOnDisk.text(ours, BOOTSTRAP)).isEqualTo(LeftOnDisk.text(theirs, BOOTSTRAP));
            assertThat(mode(ours)).isEqualTo(mode(theirs)).isEqualTo("600");
            approveByKubectl(token);

            assertThat(output(agent))
                    .contains("'kubectl get csr' (requestor " + token.userName() + ")")
                    .contains("'kubectl certificate approve NAME'")
                    .contains("This node has joined the cluster");
            assertThat(output(kubeadm)).contains("This node has joined the cluster");
            assertThat(ours.exists(BOOTSTRAP)).isFalse();
            bed.awaitReady("wait-agent");
        }
    }

    @Test
    void a_join_that_waits_says_what_to_type_and_goes_on_when_it_was_typed() throws Exception {
        try (var machine = bed.machine("by-kubectl")) {
            var token = bed.deliver(machine, APPROVED_BY_HAND);
            var process = machine.start(AgentBed.joinCommand());
            try (var out = process.inputReader(UTF_8)) {
                assertThat(Lines.with("kubectl certificate approve ", out))
                        .contains(bed.requests(token).getFirst().getMetadata().getName());
                approveByKubectl(token);
                assertThat(Lines.with("This node has joined the cluster", out)).isNotEmpty();
            }
            bed.awaitReady("by-kubectl");
        }
    }

    private static void approveByKubectl(BootstrapToken token) {
        var command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig=/etc/kubernetes/super-admin.conf", "certificate", "approve"));
        bed.requests(token).forEach(request -> command.add(request.getMetadata().getName()));
        bed.cluster().controlPlane().run(command.toArray(String[]::new)).orThrow();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static String mode(Machine machine) {
        return machine.run("stat", "-c", "%a", BOOTSTRAP).orThrow().stdout().strip();
    }
}
