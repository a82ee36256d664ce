package dev.nodejoin.operator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.testcluster.Machine;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request says of a kubelet is what kubeadm makes of it on a real machine. */
final class KubeletSettingsIT {
    private OperatorBed bed;
    private String node;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        node = bed.freshName();
    }

    @Test
    void kubeadm_heeds_arguments_patches_and_what_is_ignored() {
        var story = ask("""
                {'extraArgs': [{'name': 'v', 'value': '3'}, {'name': 'eviction-hard', 'value': 'memory.available<50Mi'},
                               {'name': 'v', 'value': '2'}],
                 'patches': [{'type': 'Merge', 'patch': 'maxPods: 31'},
                             {'type': 'JSON', 'patch': '- {op: replace, path: /maxPods, value: 32}'}],
                 'ignorePreflightErrors': ['SystemVerification']}
                """).approve().awaitMet(ConditionType.HANDED_OVER);
        try (var machine = bed.cluster().startMachine(node)) {
            layOut(machine, story);
            machine.run(
                            Duration.ofMinutes(2),
                            Map.of(),
                            new byte[0],
                            List.of(
                                    "kubeadm",
                                    "join",
                                    "--config",
                                    HandOff.DIRECTORY + "/" + HandOff.JOIN_CONFIGURATION))
                    .orThrow();
            story.awaitMet(ConditionType.READY);
            assertThat(new String(machine.read("/var/lib/kubelet/kubeadm-flags.env"), UTF_8))
                    .containsSubsequence("--v=3", "--eviction-hard=memory.available<50Mi", "--v=2");
            assertThat(bed.admin()
                            .nodes()
                            .withName(node)
                            .require()
                            .getStatus()
                            .getCapacity()
                            .get("pods")
                            .toString())
                    .isEqualTo("32");
        }
    }

    private void layOut(Machine machine, JoinStory story) {
        var files = new HashMap<String, byte[]>();
        story.handOffData()
                .forEach((key, data) -> files.put(key, Base64.getDecoder().decode(data)));
        for (var name : List.of(HandOff.DISCOVERY, HandOff.JOIN_CONFIGURATION))
            machine.write(HandOff.DIRECTORY + "/" + name, asMachinesSeeIt(files.get(name)), "rw-------");
        Ticket.fromFiles(files)
                .patches()
                .forEach((name, text) ->
                        machine.write(HandOff.PATCHES_DIRECTORY + "/" + name, text.getBytes(UTF_8), "rw-------"));
    }

    /** The operator of this bed reaches the API server by another address than machines. */
    private byte[] asMachinesSeeIt(byte[] content) {
        return new String(content, UTF_8)
                .replace(bed.cluster().server().getAuthority(), bed.cluster().internalEndpoint())
                .getBytes(UTF_8);
    }

    @Test
    void what_a_policy_does_not_allow_is_not_handed_over_though_people_approved() {
        PolicyStory.governing(
                bed, node, "'bounds': {'kubelet': {'extraArgs': [{'name': 'v'}], 'patchedFields': ['maxPods']}}");
        var story = ask("""
                {'extraArgs': [{'name': 'anonymous-auth', 'value': 'true'}],
                 'patches': [{'type': 'JSON', 'patch': '- {op: add, path: /staticPodPath, value: /tmp}'}]}
                """);
        story.awaitUnmet(ConditionType.ACCEPTED, "OutOfBounds");
        assertThat(story.condition(ConditionType.ACCEPTED).orElseThrow().getMessage())
                .contains("anonymous-auth=true", "staticPodPath");
        assertThat(story.status().token()).isNull();
    }

    private JoinStory ask(String kubelet) {
        return bed.ask(Specifications.edited(Specifications.forNode(node), "{'kubelet': %s}".formatted(kubelet)));
    }
}
