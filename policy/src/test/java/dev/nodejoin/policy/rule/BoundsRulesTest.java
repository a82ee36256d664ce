package dev.nodejoin.policy.rule;

import static dev.nodejoin.policy.rule.Questions.asked;
import static dev.nodejoin.policy.rule.Questions.policySpec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bound has something that it lets pass and something that it stops. */
class BoundsRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nodeName              | {'nodeNames': ['edge-*', '*.example.com']} | {'nodeName': 'edge-1'} | {'nodeName': 'core-1'}
            nodeName              | {'nodeNames': ['edge-*', '*.example.com']} | {'nodeName': 'a.example.com'} | {'nodeName': 'axexample.com'}
            nodeName              | {'nodeNames': ['edge-1']} | {'nodeName': 'edge-1'} | {'nodeName': 'edge-12'}
            role                  | {'roles': ['Worker']} | {} | {'role': 'ControlPlane'}
            role                  | {'roles': ['ControlPlane']} | {'role': 'ControlPlane'} | {}
            identity              | {'identityRequired': true} | {'identity': {'publicKey': 'x'}} | {}
            identity              | {'identityRequired': true} | {'identity': {'certificateRequest': 'x'}} | {'identity': {}}
            credential            | {'credentials': ['BootstrapToken']} | {} | {'credential': 'CertificateRequest'}
            handOff               | {'handOffs': ['Sealed', 'None']} | {'handOff': 'Sealed'} | {}
            discovery             | {'discoveries': ['CABundle']} | {'discovery': 'CABundle'} | {'discovery': 'ClusterInfo'}
            token.ttlSeconds      | {'maxTokenTtlSeconds': 3600} | {} | {'token': {'ttlSeconds': 3601}}
            token.ttlSeconds      | {'maxTokenTtlSeconds': 600} | {'token': {'ttlSeconds': 600}} | {}
            deadlineSeconds       | {'maxDeadlineSeconds': 86400} | {} | {'deadlineSeconds': 86401}
            deadlineSeconds       | {'maxDeadlineSeconds': 600} | {'deadlineSeconds': 600} | {}
            rejoin                | {'rejoins': ['Never', 'SameKey']} | {} | {'rejoin': 'IfNotReady'}
            rejoin                | {'rejoins': ['SameKey']} | {'rejoin': 'SameKey'} | {}
            node.labels           | {'labels': [{'key': 'example.com/*'}]} | {'node': {'labels': {'example.com/rack': 'a'}}} | {'node': {'labels': {'rack': 'a'}}}
            node.labels           | {'labels': [{'key': 'zone', 'values': ['edge-*', '']}]} | {'node': {'labels': {'zone': 'edge-1'}}} | {'node': {'labels': {'zone': 'core'}}}
            node.labels           | {'labels': []} | {} | {'node': {'labels': {'a': 'b'}}}
            node.annotations      | {'annotations': ['example.com/*']} | {'node': {'annotations': {'example.com/a': 'b'}}} | {'node': {'annotations': {'a': 'b'}}}
            node.taints           | {'taints': [{'key': 'edge', 'effects': ['NoSchedule']}]} | {'node': {'taints': [{'key': 'edge', 'effect': 'NoSchedule'}]}} | {'node': {'taints': [{'key': 'edge', 'effect': 'NoExecute'}]}}
            node.taints           | {'taints': [{'key': 'e*', 'values': ['']}]} | {'node': {'taints': [{'key': 'edge', 'effect': 'NoSchedule'}]}} | {'node': {'taints': [{'key': 'edge', 'value': 'x', 'effect': 'NoSchedule'}]}}
            addresses             | {'addresses': ['10.0.0.0/8', '*.example.com']} | {'addresses': ['10.1.2.3', 'a.Example.com']} | {'addresses': ['10.1.2.3', '11.0.0.1']}
            addresses             | {'addresses': ['fd00::1']} | {'addresses': ['fd00:0::1']} | {'addresses': ['fd00::2']}
            addresses             | {'addresses': ['*']} | {'addresses': ['any.name']} | {'addresses': ['10.0.0.1']}
            kubelet.extraArgs     | {'kubelet': {'extraArgs': [{'name': 'max-pods'}]}} | {'kubelet': {'extraArgs': [{'name': 'max-pods', 'value': '1'}]}} | {'kubelet': {'extraArgs': [{'name': 'v', 'value': '1'}]}}
            kubelet.extraArgs     | {'kubelet': {'extraArgs': [{'name': 'v', 'values': ['?', '1*']}]}} | {'kubelet': {'extraArgs': [{'name': 'v', 'value': '10'}, {'name': 'v', 'value': '1'}]}} | {'kubelet': {'extraArgs': [{'name': 'v', 'value': '10'}, {'name': 'v', 'value': '2'}]}}
            kubelet.extraArgs     | {'kubelet': {'extraArgs': []}} | {'kubelet': {}} | {'kubelet': {'extraArgs': [{'name': 'v', 'value': '1'}]}}
            kubelet.patches       | {'kubelet': {'patchedFields': ['maxPods']}} | {'kubelet': {'patches': [{'patch': 'maxPods: 5'}]}} | {'kubelet': {'patches': [{'patch': 'staticPodPath: /x'}]}}
            kubelet.patches       | {'kubelet': {'patchedFields': ['max*']}} | {'kubelet': {'patches': [{'type': 'JSON', 'patch': '- {op: add, path: /maxPods, value: 5}'}]}} | {'kubelet': {'patches': [{'type': 'JSON', 'patch': '- {op: copy, from: /staticPodPath, path: /maxPods}'}]}}
            kubelet.patches       | {'kubelet': {'patchedFields': ['max*']}} | {'kubelet': {'patches': []}} | {'kubelet': {'patches': [{'type': 'Merge', 'patch': '&a [1]'}]}}
            kubelet.patches       | {'kubelet': {'patchedFields': ['*']}} | {'kubelet': {'patches': [{'patch': '$setElementOrder/a: [1]'}]}} | {'kubelet': {'patches': [{'patch': '{$patch: delete}'}]}}
            kubelet.patches       | {'kubelet': {'patchedFields': ['max*']}} | {'kubelet': {'patches': [{'patch': '$setElementOrder/max: [1]'}]}} | {'kubelet': {'patches': [{'patch': '$deleteFromPrimitiveList/clusterDNS: [1]'}]}}
            kubelet.skipPhases    | {'kubelet': {'skipPhases': ['kubelet-start/*']}} | {'kubelet': {'skipPhases': ['kubelet-start/write']}} | {'kubelet': {'skipPhases': ['preflight']}}
            kubelet.ignorePreflightErrors | {'kubelet': {'ignorePreflightErrors': ['Swap', 'cri']}} | {'kubelet': {'ignorePreflightErrors': ['swap', 'CRI']}} | {'kubelet': {'ignorePreflightErrors': ['all']}}
            kubelet.criSocket     | {'kubelet': {'criSockets': ['unix:///run/*']}} | {'kubelet': {'criSocket': 'unix:///run/a.sock'}} | {'kubelet': {'criSocket': 'unix:///var/a.sock'}}
            kubelet.extraArgs     | {'kubelet': {'criSockets': ['unix:///run/*']}} | {'kubelet': {'extraArgs': [{'name': 'container-runtime-endpoint', 'value': 'unix:///run/a'}, {'name': 'v', 'value': '/x'}]}} | {'kubelet': {'criSocket': 'unix:///run/a', 'extraArgs': [{'name': 'container-runtime-endpoint', 'value': 'unix:///x'}]}}
            kubelet.extraArgs     | {'kubelet': {'criSockets': []}} | {} | {'kubelet': {'extraArgs': [{'name': 'image-service-endpoint', 'value': ''}]}}
            kubelet.patches       | {'kubelet': {'criSockets': ['unix:///run/*']}} | {'kubelet': {'patches': [{'patch': 'containerRuntimeEndpoint: unix:///run/a'}]}} | {'kubelet': {'patches': [{'patch': 'containerRuntimeEndpoint: unix:///x'}]}}
            kubelet.patches       | {'kubelet': {'criSockets': ['unix:///run/*']}} | {'kubelet': {'patches': [{'patch': 'maxPods: 5'}]}} | {'kubelet': {'patches': [{'type': 'JSON', 'patch': '- {op: copy, from: /a, path: /imageServiceEndpoint, value: unix:///run/a}'}]}}
            kubelet.patches       | {'kubelet': {'criSockets': ['*']}} | {'kubelet': {'patches': [{'patch': 'containerRuntimeEndpoint: null'}]}} | {'kubelet': {'patches': [{'patch': '[1'}]}}
            kubelet.imagePullPolicy | {'kubelet': {'imagePullPolicies': ['IfNotPresent']}} | {'kubelet': {}} | {'kubelet': {'imagePullPolicy': 'Never'}}
            requestedBy           | {'requestedByRequired': true} | {'requestedBy': 'olivia'} | {}
            requestedBy           | {'requesters': ['system:serviceaccount:flux:*']} | {'requestedBy': 'system:serviceaccount:flux:a'} | {'requestedBy': 'olivia'}
            requestedBy           | {'requesters': ['*']} | {'requestedBy': 'olivia'} | {}
            """)
    void a_bound_lets_one_thing_pass_and_stops_another(String field, String bounds, String passes, String stops) {
        assertThat(check(bounds, passes)).isEmpty();
        assertThat(check(bounds, stops)).extracting(Breach::field).containsExactly(field);
    }

    @Test
    void all_breaches_are_told() {
        var bounds = "{'nodeNames': ['edge-*'], 'maxTokenTtlSeconds': 600, 'labels': []}";
        assertThat(check(bounds, "{'nodeName': 'core', 'node': {'labels': {'a': 'b', 'c': 'd'}}}"))
                .extracting(Breach::field)
                .containsExactly("nodeName", "token.ttlSeconds", "node.labels", "node.labels");
    }

    @Test
    void absent_bounds_bound_nothing() {
        assertThat(check("{}", "{'discovery': 'ClusterInfo', 'role': 'ControlPlane', 'addresses': ['x']}"))
                .isEmpty();
    }

    /**
     * A new field of the specification turns this red until a bound speaks of it. Of the machines of the inbox none does: what
     * no bound knows is never approved automatically.
     */
    @Test
    void every_field_of_a_request_has_a_bound() {
        assertThat(fields(NodeJoinRequestSpec.class, "").filter(field -> !field.startsWith("unrequested.")))
                .isSubsetOf(AskedFields.KNOWN);
    }

    @Test
    void a_machine_of_the_inbox_is_noticed() {
        assertThat(asked("{'nodeName': 'a', 'unrequested': {'tokenID': 'abcdef'}}")
                        .unknown())
                .containsExactly("unrequested");
    }

    private static Stream<String> fields(Class<?> record, String prefix) {
        return Arrays.stream(record.getRecordComponents()).flatMap(component -> fields(component, prefix));
    }

    private static Stream<String> fields(RecordComponent component, String prefix) {
        var name = prefix + component.getName();
        var isGroup = component.getType().isRecord() && prefix.isEmpty();
        return isGroup ? fields(component.getType(), name + ".") : Stream.of(name);
    }

    @Test
    void what_no_bound_knows_is_noticed() {
        assertThat(asked("{'nodeName': 'a', 'kubelet': {'color': 'red'}, 'node': {'color': 'red'}, 'color': 'red'}")
                        .unknown())
                .containsExactlyInAnyOrder("color", "kubelet.color", "node.color");
    }

    private static List<Breach> check(String bounds, String request) {
        return BoundsRules.check(policySpec("{'bounds': %s}".formatted(bounds)).bounds(), asked(request));
    }
}
