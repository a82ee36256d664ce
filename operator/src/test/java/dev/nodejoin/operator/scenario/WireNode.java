package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.protocol.pki.NodeKey;
import dev.nodejoin.protocol.token.BootstrapToken;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whoever holds a hand-off, speaking to the real API server as a machine would, or as a thief. */
final class WireNode {
    private static final String SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OperatorBed bed;
    private final KubernetesClient client;
    private final Map<String, String> handOff;

    WireNode(OperatorBed bed, Map<String, String> handOff) {
        this.bed = bed;
        this.handOff = Map.copyOf(handOff);
        var kubeconfig = new String(Base64.getDecoder().decode(handOff.get("discovery.conf")), UTF_8);
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
    }

    /** Somebody who asks for certificates without a token of ours. */
    WireNode(OperatorBed bed, KubernetesClient client) {
        this.bed = bed;
        this.client = client;
        this.handOff = Map.of();
    }

    Map<String, String> handOff() {
        return handOff;
    }

    /** Whoever holds a token that the operator did not mint. */
    WireNode(OperatorBed bed, BootstrapToken token) {
        this.bed = bed;
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(bed.cluster().server().toString())
                        .withCaCertData(Base64.getEncoder()
                                .encodeToString(bed.cluster().caCertificate().getBytes(UTF_8)))
                        .withOauthToken(token.reveal())
                        .build())
                .build();
        this.handOff = Map.of();
    }

    KubernetesClient client() {
        return client;
    }

    static NodeKey newKey() {
        return NodeKey.generate(new SecureRandom());
    }

    /** Asks for the certificate of a node; the name of the request. */
    String request(String nodeName, NodeKey key) {
        return request(key.certificateRequestPem(nodeName), SIGNER);
    }

    /** The same, for a certificate that lives so long. */
    String request(String nodeName, NodeKey key, int expirationSeconds) {
        return request(key.certificateRequestPem(nodeName), SIGNER, expirationSeconds);
    }

    String request(String pem, String signer) {
        return request(pem, signer, null);
    }

    private String request(String pem, String signer, @Nullable Integer expirationSeconds) {
        return client.resource(new CertificateSigningRequestBuilder()
                        .withNewMetadata()
                        .withGenerateName("csr-")
                        .endMetadata()
                        .withNewSpec()
                        .withSignerName(signer)
                        .withUsages("digital signature", "client auth")
                        .withExpirationSeconds(expirationSeconds)
                        .withRequest(Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)))
                        .endSpec()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    CertificateSigningRequest csr(String name) {
        return bed.admin()
                .certificates()
                .v1()
                .certificateSigningRequests()
                .withName(name)
                .require();
    }

    /** Waits until the request is decided; {@code Approved} or {@code Denied: message}. */
    String awaitDecision(String name) {
        return await("a decision about " + name)
                .atMost(PATIENCE)
                .until(() -> decision(name), decision -> !decision.isEmpty());
    }

    String decision(String name) {
        var status = csr(name).getStatus();
        if (status == null) return "";
        return status.getConditions().stream()
                .map(condition -> condition.getType().equals("Approved")
                        ? "Approved"
                        : condition.getType() + ": " + condition.getMessage())
                .findFirst()
                .orElse("");
    }

    String awaitCertificate(String name) {
        var encoded = await("a certificate for " + name)
                .atMost(PATIENCE)
                .until(
                        () -> String.valueOf(csr(name).getStatus().getCertificate()),
                        certificate -> !certificate.equals("null") && !certificate.isEmpty());
        return new String(Base64.getDecoder().decode(encoded), UTF_8);
    }

    /** A client with the node's own identity. */
    KubernetesClient asNode(String certificatePem, NodeKey key) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(bed.cluster().server().toString())
                .withCaCertData(Base64.getEncoder()
                        .encodeToString(bed.cluster().caCertificate().getBytes(UTF_8)))
                .withClientCertData(Base64.getEncoder().encodeToString(certificatePem.getBytes(UTF_8)))
                .withClientKeyData(
                        Base64.getEncoder().encodeToString(key.toPem().getBytes(UTF_8)))
                .withClientKeyAlgo("EC")
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** What a kubelet does first: the Node, with the taints it was told to register with, then its status. */
    Node register(KubernetesClient node, String nodeName, Taint... taints) {
        node.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(nodeName)
                        .endMetadata()
                        .withNewSpec()
                        .withTaints(List.of(taints))
                        .endSpec()
                        .build())
                .create();
        // The operator sets the Node up meanwhile; like a kubelet, look again on a conflict.
        return Edits.make(() -> node.nodes().withName(nodeName).editStatus(WireNode::ready));
    }

    private static Node ready(Node registered) {
        return new NodeBuilder(registered)
                .editOrNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withMessage("ready")
                .endCondition()
                .endStatus()
                .build();
    }
}
