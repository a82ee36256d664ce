package dev.nodejoin.agent;

import static dev.nodejoin.agent.AgentBed.APPROVED_AT_ONCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.fixture.Lines;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.protocol.token.BootstrapToken;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster whose kube-controller-manager signs nothing, since the CA's key is kept elsewhere. */
class ExternalSignerIT {
    @RegisterExtension
    static final AgentBed bed = new AgentBed(cluster -> cluster.controllerManagerArgument(
            "controllers",
            "*,bootstrap-signer-controller,token-cleaner-controller,-certificatesigningrequest-signing-controller"));

    @Test
    void the_wait_for_the_signer_is_seen_and_ends_when_it_has_signed() throws Exception {
        try (var machine = bed.machine("awaited")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            var process = machine.start(
                    AgentBed.joinCommand("--approval-timeout", "60s", "--ignore-preflight-errors=SystemVerification"));
            try (var out = process.inputReader(UTF_8)) {
                assertThat(Lines.with("has not issued the certificate yet", out))
                        .contains("kubernetes.io/kube-apiserver-client-kubelet")
                        .contains("whoever holds the key has to sign the request");
                sign(token);
                assertThat(Lines.with("This node has joined the cluster", out)).isNotEmpty();
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            bed.awaitReady("awaited");
        }
    }

    @Test
    void what_was_signed_after_the_wait_was_over_is_found_by_the_next_run() {
        try (var machine = bed.machine("found-signed")) {
            var token = bed.deliver(machine, APPROVED_AT_ONCE);
            var first = bed.join(machine, "--approval-timeout", "15s", "--ignore-preflight-errors=SystemVerification");
            assertThat(first.exitCode()).as(first.stderr()).isEqualTo(ExitCode.NOT_APPROVED.number());
            assertThat(first.stderr())
                    .contains("is approved, but no certificate was issued within 15s; ")
                    .contains("whoever holds the key has to sign the request");
            sign(token);
            var second = bed.join(machine, "--ignore-preflight-errors=SystemVerification");

            assertThat(second.exitCode()).as(second.stdout() + second.stderr()).isZero();
            assertThat(bed.requests(token)).hasSize(1);
        }
    }

    private static void sign(BootstrapToken token) {
        var request = await().atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> bed.requests(token).stream().findFirst(),
                        found -> found.filter(ExternalSignerIT::isApproved).isPresent())
                .orElseThrow();
        new ExternalSigner(bed.cluster().controlPlane())
                .sign(request, bed.cluster().admin());
    }

    private static boolean isApproved(CertificateSigningRequest request) {
        return request.getStatus() != null
                && request.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Approved"));
    }
}
