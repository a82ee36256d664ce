package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.pki.NodeKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Somebody with a copy of a hand-off, who wants a node's certificate. */
final class Thief {
    private final Kubectl kubectl;
    private final SecureRandom random = new SecureRandom();

    /** The hand-off's kubeconfig is all that it takes to speak to the API server. */
    Thief(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Asks for the certificate of a node. */
    Kubectl.Answer askToBecome(String nodeName, String requestName) {
        var pem = NodeKey.generate(random).certificateRequestPem(nodeName);
        var request = """
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                metadata:
                  name: %s
                spec:
                  signerName: kubernetes.io/kube-apiserver-client-kubelet
                  usages: [digital signature, client auth]
                  request: %s
                """.formatted(requestName, Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)));
        return kubectl.run(request, List.of("create", "-f", "-"));
    }
}
