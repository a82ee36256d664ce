package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.pki.CertificateAuthority;
import dev.nodejoin.protocol.token.ClusterInfoSignature;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines that find the cluster by cluster-info: handed over is only what a plain kubeadm join can use. */
final class ClusterInfoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static OperatorBed bed;

    private String node;

    @BeforeAll
    static void start() {
        bed = OperatorBed.own();
    }

    @AfterAll
    static void end() {
        if (bed != null) bed.close();
    }

    @BeforeEach
    void setUp() {
        node = bed.freshName();
    }

    @Test
    void kubeadm_joins_with_what_is_handed_over_and_the_signature_goes_with_the_token() {
        var story = ask().approve().awaitMet(ConditionType.HANDED_OVER);
        var id = story.status().token().id();
        assertSigned(story);
        try (var machine = bed.cluster().startMachine(node)) {
            var file = HandOff.DIRECTORY + "/" + HandOff.JOIN_CONFIGURATION;
            machine.write(file, asMachinesSeeIt(joinConfiguration(story)).getBytes(UTF_8), "rw-------");
            machine.run(
                            Duration.ofMinutes(2),
                            Map.of(),
                            new byte[0],
                            List.of(
                                    "kubeadm",
                                    "join",
                                    "--config",
                                    file,
                                    "--ignore-preflight-errors=SystemVerification"))
                    .orThrow();
            story.awaitMet(ConditionType.READY);
        }
        await("the signature to go")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(clusterInfo().require().getData()).doesNotContainKey("jws-kubeconfig-" + id));
    }

    /** The operator of this bed reaches the API server by another address than machines. */
    private static String asMachinesSeeIt(String text) {
        return text.replace(bed.cluster().server().getAuthority(), bed.cluster().internalEndpoint());
    }

    private static void assertSigned(JoinStory story) {
        var discovery = JoinConfiguration.parse(joinConfiguration(story))
                .discovery()
                .bootstrapToken()
                .orElseThrow();
        var data = clusterInfo().require().getData();
        assertThat(discovery.token().id())
                .isEqualTo(new TokenId(
                        Objects.requireNonNull(story.status().token().id())));
        assertThat(ClusterInfoSignature.verifies(
                        data.get(ClusterInfoSignature.key(discovery.token().id())),
                        data.get("kubeconfig"),
                        discovery.token()))
                .isTrue();
    }

    private static String joinConfiguration(JoinStory story) {
        return new String(Base64.getDecoder().decode(story.handOffData().get(HandOff.JOIN_CONFIGURATION)), UTF_8);
    }

    @Test
    void the_same_hand_off_has_what_the_agent_needs() {
        var machine = ask().approve().takeHandOff();
        assertThat(machine.awaitDecision(machine.request(node, WireNode.newKey())))
                .isEqualTo("Approved");
    }

    @Test
    void a_token_that_nobody_signs_is_not_handed_over() {
        bed.cluster().controllerManager().stop();
        JoinStory story;
        try {
            story = ask().approve().awaitUnmet(ConditionType.HANDED_OVER, "AwaitingSignature");
            assertThat(message(story)).contains("jws-kubeconfig-", "kube-controller-manager");
            assertThat(story.condition(ConditionType.READY).orElseThrow().getReason())
                    .isEqualTo("AwaitingSignature");
            assertThat(story.status().handOff()).isNull();
        } finally {
            bed.cluster().controllerManager().start();
        }
        story.awaitMet(ConditionType.HANDED_OVER);
        assertSigned(story);
    }

    @Test
    void without_cluster_info_no_token_is_minted() {
        var taken = clusterInfo().require();
        clusterInfo().delete();
        try {
            assertRefused("ClusterInfoMissing", "kubeadm init phase bootstrap-token");
        } finally {
            putBack(taken);
        }
    }

    @Test
    void for_a_cluster_info_that_is_not_public_no_token_is_minted() {
        var taken = publicBinding().require();
        publicBinding().delete();
        try {
            assertRefused("ClusterInfoNotPublic", "without credentials (status 403)");
        } finally {
            putBack(taken);
        }
    }

    @Test
    void for_a_cluster_info_with_another_authority_no_token_is_minted() {
        var taken = clusterInfo().require();
        var foreign = Base64.getEncoder()
                .encodeToString(CertificateAuthority.named("foreign").pem().getBytes(UTF_8));
        clusterInfo().edit(map -> {
            map.getData()
                    .computeIfPresent(
                            "kubeconfig",
                            (key, text) -> text.replaceFirst(
                                    "certificate-authority-data: \\S+", "certificate-authority-data: " + foreign));
            return map;
        });
        try {
            assertRefused("ClusterInfoUnusable", "not those of this operator");
        } finally {
            clusterInfo().edit(map -> {
                map.getData().put("kubeconfig", taken.getData().get("kubeconfig"));
                return map;
            });
        }
    }

    /** And is handed over once there is nothing in the way any more: see {@link #a_token_that_nobody_signs_is_not_handed_over}. */
    private void assertRefused(String reason, String why) {
        var story = ask().approve().awaitUnmet(ConditionType.HANDED_OVER, reason);
        assertThat(message(story)).contains(why, "discovery: CABundle");
        assertThat(bed.admin()
                        .secrets()
                        .inNamespace("kube-system")
                        .withLabel(
                                "nodejoin.dev/request-uid",
                                story.request().getMetadata().getUid())
                        .list()
                        .getItems())
                .as("tombstones at most")
                .noneMatch(secret -> secret.getData().containsKey("token-secret"));
        story.suspend(true);
    }

    @Test
    void whoever_holds_a_signing_token_does_not_write_cluster_info() {
        var thief = ask().approve().takeHandOff();
        var forged = clusterInfo().require();
        forged.getMetadata().setManagedFields(null);

        assertThatThrownBy(() -> thief.client().resource(forged).update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403));
    }

    private JoinStory ask() {
        return bed.ask(Specifications.edited(Specifications.forNode(node), "{'discovery': 'ClusterInfo'}"));
    }

    private static String message(JoinStory story) {
        return story.condition(ConditionType.HANDED_OVER).orElseThrow().getMessage();
    }

    private static Resource<ConfigMap> clusterInfo() {
        return bed.admin().configMaps().inNamespace("kube-public").withName("cluster-info");
    }

    private static Resource<RoleBinding> publicBinding() {
        return bed.admin()
                .rbac()
                .roleBindings()
                .inNamespace("kube-public")
                .withName("kubeadm:bootstrap-signer-clusterinfo");
    }

    private static void putBack(HasMetadata taken) {
        taken.getMetadata().setResourceVersion(null);
        taken.getMetadata().setUid(null);
        taken.getMetadata().setManagedFields(null);
        bed.admin().resource(taken).create();
    }
}
