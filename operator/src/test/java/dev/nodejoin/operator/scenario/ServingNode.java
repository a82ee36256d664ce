package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.policy.certificate.HostAddress;
import dev.nodejoin.protocol.pki.CertificateRequests;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/** A node that has joined and wants to serve, speaking to the real API server as its kubelet would. */
final class ServingNode {
    private final String name;
    private final JoinStory story;
    private final WireNode machine;
    private final KubernetesClient client;

    private ServingNode(String name, JoinStory story, WireNode machine, KubernetesClient client) {
        this.name = name;
        this.story = story;
        this.machine = machine;
        this.client = client;
    }

    /** Joins as the Node that an approved request asks for. */
    static ServingNode join(JoinStory story) {
        var name = Objects.requireNonNull(story.request().getSpec().nodeName());
        var machine = story.takeHandOff();
        var key = WireNode.newKey();
        var client = machine.asNode(machine.awaitCertificate(machine.request(name, key)), key);
        machine.register(client, name);
        story.awaitMet(ConditionType.READY);
        return new ServingNode(name, story, machine, client);
    }

    JoinStory story() {
        return story;
    }

    /** Says in its status that these are its addresses. */
    ServingNode shows(String... addresses) {
        Edits.make(() -> client.nodes().withName(name).editStatus(node -> showing(node, addresses)));
        return this;
    }

    private static Node showing(Node node, String... addresses) {
        return new NodeBuilder(node)
                .editOrNewStatus()
                .withAddresses(Arrays.stream(addresses)
                        .map(address -> new NodeAddress(address, isIp(address) ? "InternalIP" : "Hostname"))
                        .toList())
                .endStatus()
                .build();
    }

    private static boolean isIp(String address) {
        return new HostAddress(address).ip().isPresent();
    }

    /** Asks for a certificate with these names; the name of the request. */
    String asksFor(String... names) {
        var asked = CertificateRequests.forNode(name);
        for (var one : names) {
            if (isIp(one)) asked.ipAddress(one);
            else asked.dnsName(one);
        }
        return client.resource(new CertificateSigningRequestBuilder()
                        .withNewMetadata()
                        .withGenerateName("serving-")
                        .endMetadata()
                        .withNewSpec()
                        .withSignerName("kubernetes.io/kubelet-serving")
                        .withUsages("digital signature", "server auth")
                        .withRequest(Base64.getEncoder()
                                .encodeToString(asked.pemText().getBytes(UTF_8)))
                        .endSpec()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    String decision(String request) {
        return machine.decision(request);
    }

    String awaitDecision(String request) {
        return machine.awaitDecision(request);
    }

    String awaitCertificate(String request) {
        return machine.awaitCertificate(request);
    }
}
