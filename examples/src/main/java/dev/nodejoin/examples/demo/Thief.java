package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.pki.NodeKey;
import dev.nodejoin.testcluster.Machine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Somebody with a machine of their own and a copy of a hand-off, who wants a node's certificate. */
final class Thief {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Machine machine;
    private final SecureRandom random = new SecureRandom();

    Thief(Machine machine) {
        this.machine = machine;
    }

    /** Asks for the certificate of a node; the hand-off's kubeconfig is all that it takes to speak to the API server. */
    Kubectl.Answer askToBecome(String nodeName, String requestName, String discovery) {
        machine.write("/root/stolen.conf", discovery.getBytes(UTF_8), "rw-------");
        var result = machine.run(
                PATIENCE,
                Map.of(),
                request(nodeName, requestName).getBytes(UTF_8),
                List.of("kubectl", "--kubeconfig=/root/stolen.conf", "create", "--validate=false", "-f", "-"));
        return new Kubectl.Answer(result.exitCode(), result.stdout() + result.stderr());
    }

    private String request(String nodeName, String requestName) {
        var pem = NodeKey.generate(random).certificateRequestPem(nodeName);
        return """
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                metadata:
                  name: %s
                spec:
                  signerName: kubernetes.io/kube-apiserver-client-kubelet
                  usages: [digital signature, client auth]
                  request: %s
                """.formatted(requestName, Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)));
    }
}
