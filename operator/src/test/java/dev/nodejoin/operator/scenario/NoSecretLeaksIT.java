package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.handoff.HandOffSecrets;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A whole join, with attempts that failed and were taken back and everything on that could tell a secret; none does. */
final class NoSecretLeaksIT {
    private static final int SECRET_LENGTH = 16;
    private static final int BYTES_PER_BASE64_BLOCK = 3;

    private final OperatorBed bed = OperatorBed.shared();
    private final String node = bed.freshName();
    private final Set<String> minted = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void tellEverything() {
        ourLoggers().setLevel(Level.TRACE);
    }

    @AfterEach
    void tellLess() {
        ourLoggers().setLevel(null);
    }

    private static Logger ourLoggers() {
        return (Logger) LoggerFactory.getLogger("dev.nodejoin");
    }

    @Test
    void no_minted_secret_is_in_logs_events_metrics_requests_leases_or_the_audit_log() throws Exception {
        var watch = watchTokens();
        joinAtTheThirdAttempt();
        await("all three to be seen").until(() -> minted.size() >= 3);
        watch.close();
        everythingThatIsTold().forEach((where, text) -> {
            assertThat(text).as(where).isNotEmpty();
            minted.forEach(secret ->
                    assertThat(text).as("a token's secret in %s", where).doesNotContain(spellings(secret)));
        });
    }

    /** The first can't be handed over, the second is taken back. */
    private void joinAtTheThirdAttempt() {
        var story = bed.ask(node);
        squatHandOff(story);
        var second = story.approve().takeHandOff();
        second.awaitDecision(second.request("somebody-else", WireNode.newKey()));
        story.suspend(true).awaitUnmet(ConditionType.ACCEPTED, "Suspended");
        story.suspend(false);
        joinWith(story, story.takeHandOff());
        assertThat(story.status().token().attempt()).isEqualTo(3);
        assertThat(minted).contains(secretOf(second.handOff()));
    }

    /** Also those of attempts that were never handed over. */
    private Watch watchTokens() {
        return bed.admin().secrets().inNamespace("kube-system").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Secret secret) {
                var encoded = secret.getData() == null ? null : secret.getData().get("token-secret");
                if (encoded != null) minted.add(new String(Base64.getDecoder().decode(encoded), UTF_8));
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
    }

    private void squatHandOff(JoinStory story) {
        bed.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(OperatorBed.NAMESPACE)
                        .withName(HandOffSecrets.name(
                                story.request().getMetadata().getUid(), 1))
                        .endMetadata()
                        .build())
                .create();
    }

    private void joinWith(JoinStory story, WireNode machine) {
        var key = WireNode.newKey();
        var certificate = machine.awaitCertificate(machine.request(node, key));
        machine.register(machine.asNode(certificate, key), node);
        story.awaitMet(ConditionType.READY);
    }

    /** As it is, and as it looks inside of something longer that is encoded. */
    private static String[] spellings(String secret) {
        assertThat(secret).hasSize(SECRET_LENGTH);
        var inside = IntStream.range(0, BYTES_PER_BASE64_BLOCK).mapToObj(offset -> insideBase64(secret, offset));
        return Stream.concat(Stream.of(secret), inside).toArray(String[]::new);
    }

    /** Only whole blocks: what stands around them depends on the neighbours. */
    private static String insideBase64(String secret, int offset) {
        var whole = (secret.length() - offset) / BYTES_PER_BASE64_BLOCK * BYTES_PER_BASE64_BLOCK;
        return Base64.getEncoder()
                .encodeToString(secret.substring(offset, offset + whole).getBytes(UTF_8));
    }

    private Map<String, String> everythingThatIsTold() throws Exception {
        var told = new LinkedHashMap<String, String>();
        told.put("the operator's log", bed.log());
        told.put("the metrics", bed.metrics());
        told.put("the audit log", Files.readString(bed.cluster().auditLog()));
        told.put(
                "the events",
                yaml(bed.admin().v1().events().inAnyNamespace().list().getItems()));
        told.put(
                "the requests",
                yaml(bed.admin()
                        .resources(NodeJoinRequest.class)
                        .inAnyNamespace()
                        .list()
                        .getItems()));
        told.put("the leases", yaml(bed.admin().leases().inAnyNamespace().list().getItems()));
        return told;
    }

    private static String secretOf(Map<String, String> handOff) {
        var kubeconfig = Kubeconfig.parse(Base64.getDecoder().decode(handOff.get("discovery.conf")));
        return kubeconfig.token().orElseThrow().reveal().split("\\.", 2)[1];
    }

    private static String yaml(List<?> objects) {
        return Serialization.asYaml(objects);
    }
}
