package dev.nodejoin.agent.compare;

import dev.nodejoin.agent.AgentBed;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.TokenUsage;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Set;

/**
 * What all joins of a suite have in common: a cluster, and tokens that it knows.
 *
 * @param token one as kubeadm makes it
 * @param unapproved one whose certificate requests nobody approves by himself
 * @param scripted a server beside the cluster that plays an API server
 */
record Ground(AgentBed bed, BootstrapToken token, BootstrapToken unapproved, ScriptedServer scripted) {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Set<TokenUsage> EVERYTHING = Set.of(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING);

    static Ground on(AgentBed bed) {
        var token = bed.token(AgentBed.APPROVED_AT_ONCE, LONG, EVERYTHING);
        bed.awaitSignature(token);
        var scripted = ScriptedServer.start(bed.cluster(), token);
        return new Ground(bed, token, bed.token(AgentBed.APPROVED_BY_HAND), scripted);
    }

    TestCluster cluster() {
        return bed.cluster();
    }

    String endpoint() {
        return cluster().internalEndpoint();
    }

    String pin() {
        return CertificateBundle.parse(cluster().caCertificate())
                .pins()
                .getFirst()
                .toString();
    }

    /** Good for the bootstrap, not for discovery. */
    String unsignedToken() {
        return bed.token(AgentBed.APPROVED_AT_ONCE).reveal();
    }

    String expiredToken() {
        return bed.token(AgentBed.APPROVED_AT_ONCE, LONG.negated(), EVERYTHING).reveal();
    }

    /** Of a group that may do nothing. */
    String powerlessToken() {
        return bed.token("system:bootstrappers:powerless").reveal();
    }

    String tokenOfOtherSecret() {
        var text = token.reveal();
        return text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0");
    }

    /** A kubeconfig for discovery: the cluster, and a user without credentials. */
    String discoveryFile() {
        return discoveryFile(cluster().caCertificate());
    }

    String discoveryFile(String authorities) {
        return DiscoveryKubeconfig.of("https://" + endpoint(), authorities, "{}");
    }

    String discoveryFileWithToken() {
        return DiscoveryKubeconfig.of(
                "https://" + endpoint(), cluster().caCertificate(), "{token: %s}".formatted(token.reveal()));
    }

    /** A Node as a kubelet keeps it, of a machine that there is not. */
    void readyNode(String name) {
        var nodes = cluster().admin().nodes();
        nodes.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        nodes.withName(name).subresource("status").patch(PatchContext.of(PatchType.STRATEGIC_MERGE), """
                {"status": {"conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady"}]}}""");
    }
}
