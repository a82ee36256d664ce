package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static dev.nodejoin.agent.AgentBed.APPROVED_BY_HAND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.PublicKeyInfo;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The agent on real machines, against a real control plane and with a real kubelet. */
class AgentJoinIT {
    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    @Test
    void a_machine_becomes_a_ready_node() {
        try (var machine = bed.machine("worker")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE, new Taint("example.com/edge", "yes", "NoSchedule"));
            var result = bed.join(machine);

            assertThat(withoutHost(result.stderr())).isEmpty();
            assertThat(result.stdout()).contains("\nThis node has joined the cluster:\n");
            assertThat(result.exitCode()).isZero();
            var node = bed.awaitReady("worker");
            assertThat(node.getSpec().getTaints())
                    .anySatisfy(taint -> assertThat(taint.getKey()).isEqualTo("example.com/edge"));
            assertThat(result.stdout()).doesNotContain(token.secret().reveal());
        }
    }

    /** kubeadm would use it; the API server of this machine is not on loopback, for which no proxy counts anyway. */
    @Test
    void a_proxy_of_the_environment_is_not_used() {
        var nobody = "http://127.0.0.1:1";
        try (var machine = bed.machine("not-proxied")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            var environment = Map.of("HTTPS_PROXY", nobody, "https_proxy", nobody, "ALL_PROXY", nobody);
            succeeded(machine.run(Duration.ofMinutes(2), environment, new byte[0], AgentBed.joinCommand()));

            bed.awaitReady("not-proxied");
        }
    }

    @Test
    void the_request_is_the_kubelet_s_with_a_name_that_can_be_found_again() {
        try (var machine = bed.machine("requester")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.join(machine));

            assertThat(bed.requests(token)).singleElement().satisfies(request -> {
                assertThat(request.getMetadata().getName()).matches("node-csr-[A-Za-z0-9_-]{43}");
                assertThat(request.getSpec().getSignerName()).isEqualTo("kubernetes.io/kube-apiserver-client-kubelet");
                assertThat(request.getSpec().getUsages()).containsExactly("digital signature", "client auth");
                assertThat(request.getSpec().getExpirationSeconds()).isNull();
            });
        }
    }

    @Test
    void a_key_that_was_printed_before_is_the_one_that_is_certified() {
        try (var machine = bed.machine("pinned")) {
            var printed = PublicKeyInfo.fromPem(
                    bed.identity(machine, "--output", "pem").orThrow().stdout());
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.join(machine));

            assertThat(key(bed.requests(token).getFirst())).isEqualTo(printed);
        }
    }

    @Test
    void a_run_after_a_complete_one_finds_nothing_to_do() {
        try (var machine = bed.machine("again")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.join(machine));
            var kubelet = kubelet(machine);
            revoke(token);
            succeeded(bed.join(machine));

            assertThat(kubelet(machine)).isEqualTo(kubelet);
            assertThat(bed.requests(token)).hasSize(1);
        }
    }

    @Test
    void the_kubelet_can_be_restarted_afterwards() {
        try (var machine = bed.machine("restarted")) {
            bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.join(machine));
            bed.awaitReady("restarted");
            var before = kubelet(machine);
            machine.run("systemctl", "restart", "kubelet").orThrow();
            await().until(() -> !kubelet(machine).isEmpty() && !kubelet(machine).equals(before));
            var restarted = ZonedDateTime.now(ZoneOffset.UTC);

            await().atMost(1, TimeUnit.MINUTES).until(() -> bed.hasReportedSince(restarted, "restarted"));
            assertThat(machine.exists("/etc/kubernetes/bootstrap-kubelet.conf")).isFalse();
        }
    }

    @Test
    void a_request_of_a_token_that_is_gone_is_made_again_with_the_next_token() {
        try (var machine = bed.machine("late")) {
            var first = bed.deliver(machine, APPROVED_BY_HAND);
            assertThat(bed.join(machine, "--approval-timeout", "2s").exitCode())
                    .isEqualTo(ExitCode.NOT_APPROVED.number());
            revoke(first);
            var second = bed.deliver(machine, APPROVED_AT_ONCE);
            succeeded(bed.join(machine));

            assertThat(key(bed.requests(second).getFirst()))
                    .isEqualTo(key(bed.requests(first).getFirst()));
        }
    }

    @Test
    void a_denied_request_is_one_sentence_with_the_reason() throws Exception {
        try (var machine = bed.machine("denied")) {
            var token = bed.deliver(machine, APPROVED_BY_HAND);
            var process = machine.start(AgentBed.joinCommand());
            await().atMost(1, TimeUnit.MINUTES).until(() -> bed.requests(token).size() == 1);
            bed.decide(bed.requests(token).getFirst(), "Denied", "not this one");

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.DENIED.number());
            assertThat(withoutHost(new String(process.getErrorStream().readAllBytes(), UTF_8)))
                    .singleElement()
                    .asString()
                    .startsWith("error: the certificate signing request node-csr-")
                    .contains("was denied: ByHand: not this one; ");
        }
    }

    @Test
    void a_token_that_is_unknown_is_one_sentence() {
        try (var machine = bed.machine("unknown")) {
            bed.deliver(machine, bed.handOff("unknown", BootstrapToken.parse("abcdef.0123456789abcdef")));

            failed(bed.join(machine), ExitCode.REFUSED, "wrong, expired or revoked");
        }
    }

    @Test
    void a_token_without_rights_is_one_sentence() {
        try (var machine = bed.machine("powerless")) {
            bed.deliver(machine, "system:bootstrappers:powerless");

            failed(bed.join(machine), ExitCode.REFUSED, "may not read ConfigMap kube-system/kubeadm-config");
        }
    }

    @Test
    void a_ticket_with_another_authority_is_one_sentence_and_leaks_no_token() {
        try (var machine = bed.machine("misled")) {
            var token = bed.token(APPROVED_AT_ONCE);
            bed.deliver(
                    machine,
                    HandOff.of(
                            "misled",
                            "https://" + bed.cluster().internalEndpoint(),
                            TestAuthority.named("kubernetes").pem(),
                            token,
                            List.of()));
            var result = bed.join(machine);

            failed(result, ExitCode.UNREACHABLE, "not issued by a CA certificate that is trusted here");
            assertThat(result.stdout() + result.stderr())
                    .doesNotContain(token.secret().reveal());
        }
    }

    @Test
    void a_server_that_is_not_there_is_one_sentence() {
        try (var machine = bed.machine("lost")) {
            bed.deliver(
                    machine,
                    HandOff.of(
                            "lost",
                            "https://api.nodejoin.test:1",
                            bed.cluster().caCertificate(),
                            bed.token(APPROVED_AT_ONCE),
                            List.of()));

            var result = bed.join(machine, "--discovery-timeout", "1s");
            assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
            assertThat(result.stderr().lines().reduce((first, last) -> last).orElseThrow())
                    .startsWith(
                            "error: the API server https://api.nodejoin.test:1 can't be reached: connection refused");
        }
    }

    @Test
    void the_name_of_a_ready_node_is_not_taken() {
        try (var first = bed.machine("taken")) {
            bed.deliver(first, APPROVED_AT_ONCE);
            succeeded(bed.join(first));
            bed.awaitReady("taken");
            try (var second = bed.machine("usurper")) {
                var token = bed.token(APPROVED_AT_ONCE);
                bed.deliver(second, bed.handOff("taken", token));

                failed(bed.join(second), ExitCode.NAME_TAKEN, "status \"Ready\" already exists");
                assertThat(bed.requests(token)).isEmpty();
            }
        }
    }

    @Test
    void a_name_that_is_not_the_host_s_reaches_the_kubelet() {
        try (var machine = bed.machine("hostname")) {
            bed.deliver(machine, bed.handOff("other-name", bed.token(APPROVED_AT_ONCE)));
            succeeded(bed.join(machine));

            bed.awaitReady("other-name");
            assertThat(new String(machine.read("/var/lib/kubelet/kubeadm-flags.env"), UTF_8))
                    .isEqualTo("KUBELET_KUBEADM_ARGS=\"--hostname-override=other-name\"\n");
        }
    }

    @Test
    void without_a_service_manager_a_command_starts_the_kubelet() {
        try (var machine = bed.machine("commanded")) {
            bed.deliver(machine, bed.handOff("by-command", bed.token(APPROVED_AT_ONCE)));
            succeeded(bed.join(
                    machine,
                    "--kubelet-command",
                    "--",
                    "setsid",
                    "kubelet",
                    "--kubeconfig=/etc/kubernetes/kubelet.conf",
                    "--config=/var/lib/kubelet/config.yaml"));

            bed.awaitReady("by-command");
            assertThat(machine.systemctlCalls()).noneMatch(call -> call.contains("kubelet"));
            assertThat(machine.exists("/var/log/kubelet.log")).isTrue();
        }
    }

    private static CommandResult succeeded(CommandResult result) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result;
    }

    private static void failed(CommandResult result, ExitCode code, String sentence) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isEqualTo(code.number());
        assertThat(result.stderr().lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("error: ")
                .contains(sentence)
                .contains("; ");
    }

    private static void revoke(BootstrapToken token) {
        var admin = bed.cluster().admin();
        admin.secrets().inNamespace("kube-system").withName(token.secretName()).delete();
        await().pollDelay(Duration.ZERO)
                .until(() -> admin.secrets()
                                .inNamespace("kube-system")
                                .withName(token.secretName())
                                .get()
                        == null);
    }

    private static PublicKeyInfo key(CertificateSigningRequest request) {
        var pem = Base64.getDecoder().decode(request.getSpec().getRequest());
        return switch (CertificateRequest.parse(pem)) {
            case CertificateRequest.Parsed(CertificateRequest parsed) -> parsed.publicKey();
            case CertificateRequest.Malformed(String reason) -> throw new AssertionError(reason);
        };
    }

    /** The lines that are not about kernel and cgroups, which are this host's. */
    private static List<String> withoutHost(String text) {
        return text.lines()
                .filter(line -> !line.contains("[WARNING SystemVerification]"))
                .toList();
    }

    private static String kubelet(Machine machine) {
        return machine.run("pgrep", "-x", "kubelet").stdout().strip();
    }
}
