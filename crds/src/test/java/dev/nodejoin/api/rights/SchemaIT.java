package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema of a NodeJoinRequest lets pass and what it stops. */
class SchemaIT {
    private static final String PEM = "-----BEGIN PUBLIC KEY-----\\n"
            + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\\n"
            + "-----END PUBLIC KEY-----\\n";

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodeName: 'w'",
                "nodeName: 'rack-1.node-7.example.com'",
                "nodeName: '0123456789-0123456789-0123456789-0123456789-0123456789-01234567'",
                "nodeName: 'w', role: 'Worker', credential: 'BootstrapToken', handOff: 'Secret', discovery: 'CABundle'",
                "nodeName: 'w', token: {ttlSeconds: 600}",
                "nodeName: 'w', token: {ttlSeconds: 86400}, deadlineSeconds: 600",
                "nodeName: 'w', deadlineSeconds: 2592000",
                "nodeName: 'w', identity: {publicKey: '" + PEM + "'}",
                "nodeName: 'w', addresses: []",
                "nodeName: 'w', addresses: ['10.0.0.7', 'fd00::7', 'w', 'w.example.com']",
                "nodeName: 'w', node: {}",
                "nodeName: 'w', node: {labels: {rack: 'a', 'example.com/zone': '', 'node-role.kubernetes.io/gpu': ''}}",
                "nodeName: 'w', node: {labels: {'node-restriction.kubernetes.io/tenant': 'a',"
                        + " 'topology.kubernetes.io/zone': 'b'}}",
                "nodeName: 'w', node: {labels: {'notnodejoin.dev/x': 'a'}}",
                "nodeName: 'w', node: {annotations: {'example.com/Note': 'any text: {}'}}",
                "nodeName: 'w', node: {taints: [{key: 'a', effect: 'NoSchedule'}, {key: 'a', effect: 'NoExecute',"
                        + " value: 'b'}]}"
            })
    void these_pass(String spec) {
        created("{%s}".formatted(spec)).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role: 'Worker'",
                "nodeName: null",
                "nodeName: ''",
                "nodeName: 'W'",
                "nodeName: 'a_b'",
                "nodeName: '-a'",
                "nodeName: 'a-'",
                "nodeName: 'a..b'",
                "nodeName: 'a.'",
                "nodeName: 'a/b'",
                "nodeName: 'wörker'",
                "nodeName: 'a\\nb'",
                "nodeName: 'a\\n'",
                "nodeName: 7",
                "nodeName: '0123456789-0123456789-0123456789-0123456789-0123456789-012345678'"
            })
    void no_node_has_such_a_name(String spec) {
        created("{%s}".formatted(spec)).refused("Invalid", "nodeName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role: 'ControlPlane'",
                "role: 'worker'",
                "role: ''",
                "credential: 'CertificateRequest'",
                "handOff: 'Sealed'",
                "handOff: 'None'",
                "node: {taints: [{key: 'a', effect: 'NoWay'}]}",
                "node: {taints: [{key: 'a'}]}",
                "node: {taints: [{effect: 'NoSchedule'}]}"
            })
    void only_what_is_served_can_be_asked_for(String field) {
        refused(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: {ttlSeconds: 599}",
                "token: {ttlSeconds: 86401}",
                "token: {ttlSeconds: -1}",
                "token: {ttlSeconds: '600'}",
                "token: {ttlSeconds: 600.5}",
                "deadlineSeconds: 599",
                "deadlineSeconds: 2592001",
                "deadlineSeconds: 9223372036854775807",
                "requestedBy: ''",
                "suspend: 'yes'"
            })
    void numbers_have_bounds_and_types(String field) {
        refused(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity: {}",
                "identity: {publicKey: ''}",
                "identity: {publicKey: 'MCowBQYDK2VwAyEA'}",
                "identity: {publicKey: '-----BEGIN PRIVATE KEY-----\\nMCow\\n-----END PRIVATE KEY-----\\n'}",
                "identity: {publicKey: '-----BEGIN PUBLIC KEY-----\\n-----END PUBLIC KEY-----\\n'}",
                "identity: {publicKey: '-----BEGIN PUBLIC KEY-----\\nMC!w\\n-----END PUBLIC KEY-----\\n'}",
                "identity: {publicKey: '" + PEM + PEM + "'}",
                "identity: {publicKey: 'x" + PEM + "'}",
                "identity: {publicKey: '" + PEM + "x'}"
            })
    void a_key_is_one_pem_block(String field) {
        refused(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels: {'a b': 'x'}",
                "labels: {'A.com/B/c': 'x'}",
                "labels: {a: 'with space'}",
                "labels: {a: '-x'}",
                "labels: {'nodejoin.dev/x': 'y'}",
                "labels: {'sub.nodejoin.dev/x': 'y'}",
                "labels: {'node-role.kubernetes.io/control-plane': ''}",
                "labels: {'node-role.kubernetes.io/master': ''}",
                "labels: {'kubernetes.io/hostname': 'other'}",
                "labels: {'kubernetes.io/os': 'plan9'}",
                "labels: {'kubernetes.io/arch': 'vax'}",
                "annotations: {'a b': 'x'}",
                "annotations: {'nodejoin.dev/x': 'y'}",
                "annotations: {'NodeJoin.dev/x': 'y'}",
                "taints: [{key: 'a b', effect: 'NoSchedule'}]",
                "taints: [{key: 'a', value: 'with space', effect: 'NoSchedule'}]",
                "taints: [{key: 'nodejoin.dev/uninitialized', effect: 'NoSchedule'}]",
                "taints: [{key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule'}]",
                "taints: [{key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'}]",
                "taints: [{key: 'node-role.kubernetes.io/master', effect: 'NoSchedule'}]",
                "taints: [{key: 'a', effect: 'NoSchedule'}, {key: 'a', effect: 'NoSchedule', value: 'b'}]"
            })
    void a_node_gets_nothing_that_is_malformed_or_somebody_elses(String field) {
        refused("node: {%s}".formatted(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'*.example.com'",
                "'Example.com'",
                "'example.com.'",
                "'example.com:10250'",
                "'https://example.com'",
                "'10.0.0.7/32'",
                "'10.0.0.7:10250'",
                "'[fd00::7]'",
                "'fe80::1%eth0'",
                "'::ffff:10.0.0.7'",
                "'a b'",
                "7"
            })
    void an_address_is_a_name_or_an_ip_address(String address) {
        refused("addresses: [%s]".formatted(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "extraArgs: [{name: 'v', value: '2'}, {name: 'v', value: '2'}, {name: 'eviction-hard', value: 'memory.available<100Mi'}]",
                "patches: [{patch: 'maxPods: 7'}, {type: 'JSON', patch: '[]'}, {type: 'Merge', patch: '{}'}]",
                "skipPhases: ['preflight', 'kubelet-start/write'], ignorePreflightErrors: ['Swap', 'Port-10250']",
                "ignorePreflightErrors: ['All'], criSocket: 'unix:///run/containerd/containerd.sock'",
                "imagePullPolicy: 'Never', imagePullSerial: false, certificateLifetimeSeconds: 600",
                "timeouts: {discoverySeconds: 1, tlsBootstrapSeconds: 86400, kubeletHealthCheckSeconds: 1, kubernetesAPICallSeconds: 1}"
            })
    void a_kubelet_is_told_what_kubeadm_can_tell_it(String field) {
        created("{nodeName: 'w', kubelet: {%s}}".formatted(field)).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "extraArgs: [{name: 'hostname-override', value: 'other'}]",
                "extraArgs: [{name: 'register-node', value: 'false'}]",
                "extraArgs: [{name: 'register-with-taints', value: ''}]",
                "extraArgs: [{name: 'node-labels', value: 'a=b'}]",
                "extraArgs: [{name: 'kubeconfig', value: '/x'}]",
                "extraArgs: [{name: 'bootstrap-kubeconfig', value: '/x'}]",
                "extraArgs: [{name: 'cert-dir', value: '/x'}]",
                "extraArgs: [{name: 'config-dir', value: '/x'}]",
                "extraArgs: [{name: 'config', value: '/x'}]",
                "extraArgs: [{name: 'hostname_override', value: 'other'}]",
                "extraArgs: [{name: '--v', value: '2'}]",
                "extraArgs: [{name: 'v=2', value: '2'}]",
                "extraArgs: [{name: 'V', value: '2'}]",
                "extraArgs: [{name: 'v --hostname-override', value: 'other'}]",
                "extraArgs: [{name: '', value: '2'}]",
                "extraArgs: [{name: 'v'}]",
                "extraArgs: [{value: '2'}]",
                "extraArgs: [{name: 'v', value: '2 --hostname-override=other'}]",
                "extraArgs: [{name: 'v', value: '2\\t--hostname-override=other'}]",
                "extraArgs: [{name: 'v', value: '2\\n'}]",
                "extraArgs: [{name: 'v', value: '$(id)'}]",
                "extraArgs: [{name: 'v', value: '`id`'}]",
                "extraArgs: [{name: 'v', value: 'a;b'}]",
                "extraArgs: [{name: 'v', value: 'a\\u00a0b'}]",
                "patches: [{type: 'Strange', patch: '{}'}]",
                "patches: [{type: 'JSON'}]",
                "patches: [{patch: ''}]",
                "skipPhases: ['Preflight']",
                "skipPhases: ['a/b/c']",
                "ignorePreflightErrors: ['all', 'Swap']",
                "ignorePreflightErrors: ['a b']",
                "criSocket: '/run/containerd.sock'",
                "criSocket: 'tcp://10.0.0.1:1'",
                "imagePullPolicy: 'Sometimes'",
                "certificateLifetimeSeconds: 599",
                "timeouts: {discoverySeconds: 0}",
                "timeouts: {tlsBootstrapSeconds: 86401}"
            })
    void a_kubelet_is_told_nothing_that_undoes_the_request(String field) {
        refused("kubelet: {%s}".formatted(field));
    }

    @Test
    void nobody_asks_for_endless_lists() {
        refused("kubelet: {extraArgs: [%s]}".formatted(many(33, i -> "{name: 'v', value: '2'}")));
        refused("kubelet: {extraArgs: [{name: 'v', value: '%s'}]}".formatted("x".repeat(4097)));
        refused("kubelet: {patches: [%s]}".formatted(many(9, i -> "{patch: '{}'}")));
        refused("kubelet: {patches: [{patch: '%s'}]}".formatted("x".repeat(4097)));
        refused("kubelet: {skipPhases: [%s]}".formatted(many(17, i -> "'preflight'")));
        refused("kubelet: {ignorePreflightErrors: [%s]}".formatted(many(33, i -> "'Swap'")));
        refused("addresses: [%s]".formatted(many(17, i -> "'w" + i + "'")));
        refused("addresses: ['%s']".formatted("x".repeat(254)));
        refused("node: {labels: {%s}}".formatted(many(65, i -> "l" + i + ": 'x'")));
        refused("node: {annotations: {%s}}".formatted(many(33, i -> "a" + i + ": 'x'")));
        refused("node: {taints: [%s]}".formatted(many(33, i -> "{key: 't" + i + "', effect: 'NoSchedule'}")));
        refused("node: {annotations: {a: '%s'}}".formatted("x".repeat(8193)));
    }

    private static String many(int count, IntFunction<String> entry) {
        return IntStream.range(0, count).mapToObj(entry).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{nodeName: 'other'}",
                "{role: null}",
                "{credential: null}",
                "{identity: null}",
                "{identity: {publicKey: '" + "-----BEGIN PUBLIC KEY-----\\nMCow\\n-----END PUBLIC KEY-----\\n" + "'}}"
            })
    void what_says_who_joins_can_not_be_changed_or_removed(String change) {
        var request = Asked.of(
                bed,
                "{nodeName: 'w', role: 'Worker', credential: 'BootstrapToken', identity: {publicKey: '%s'}}"
                        .formatted(PEM));
        bed.admin().merge(request.path(), "{spec: %s}".formatted(change)).refused("Invalid", "can't be changed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{role: 'Worker'}", "{credential: 'BootstrapToken'}", "{identity: {publicKey: '" + PEM + "'}}"})
    void what_says_who_joins_can_not_be_added(String change) {
        bed.admin()
                .merge(Asked.forNode(bed).path(), "{spec: %s}".formatted(change))
                .refused("Invalid", "can't be changed, added or removed");
    }

    @Test
    void everything_else_can_be_changed() {
        var request = Asked.forNode(bed);
        var change = "{deadlineSeconds: 7200, token: {ttlSeconds: 900}, suspend: true, addresses: ['10.0.0.7'], node:"
                + " {labels: {a: 'b'}}}";
        bed.admin().merge(request.path(), "{spec: %s}".formatted(change)).accepted();
    }

    @Test
    void absent_fields_stay_absent() {
        assertThat(Asked.forNode(bed).read().path("spec").size()).isEqualTo(1);
    }

    @Test
    void no_approver_is_there_twice_and_none_is_the_seventeenth() {
        var request = Asked.forNode(bed);
        var twice = "{by: 'a'}, {by: 'a', reason: 'x'}";
        bed.as("a", "system:masters")
                .merge(request.statusPath(), "{status: {denials: [%s]}}".formatted(twice))
                .refused("Invalid", "Duplicate value");
        bed.as("a", "system:masters")
                .merge(request.statusPath(), "{status: {denials: [%s]}}".formatted(many(17, i -> "{by: 'd" + i + "'}")))
                .refused("Invalid", "must have at most 16 items");
    }

    private static void refused(String field) {
        var path = field.replaceFirst(":.*", "");
        created("{nodeName: 'w', %s}".formatted(field)).refused("Invalid", path);
    }

    private static Answer created(String spec) {
        return bed.admin().post(Asked.COLLECTION, Asked.object(bed.freshName("schema"), spec));
    }
}
