package dev.nodejoin.api.rights;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema of a NodeJoinPolicy lets pass and what it stops. */
class PolicySchemaIT {
    private static PolicyBed policies;

    @BeforeAll
    static void start() {
        policies = PolicyBed.shared();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mode: 'Audit'",
                "governs: {namespaces: ['team-*'], nodeNames: ['edge-*', '*.example.com'], roles: ['Worker', 'ControlPlane']}",
                "governs: {requestLabels: {'policy.nodejoin.dev/pool': 'edge'}}",
                "approval: {mode: 'Automatic'}",
                "approval: {mode: 'Automatic', expiresAfterSeconds: 60}",
                "approval: {mode: 'Manual', approvers: 16}",
                "approval: {approvers: 1, expiresAfterSeconds: 2592000}",
                "bounds: {nodeNames: ['edge-*'], roles: ['Worker'], identityRequired: true, credentials: ['BootstrapToken'], handOffs: ['Secret'], discoveries: ['CABundle', 'ClusterInfo']}",
                "bounds: {maxTokenTtlSeconds: 600, maxDeadlineSeconds: 600, rejoins: ['Never', 'SameKey', 'IfNotReady']}",
                "bounds: {labels: [{key: 'example.com/*', values: ['a-*']}, {key: 'rack'}], annotations: ['example.com/*'], taints: [{key: 'edge', values: [''], effects: ['NoSchedule']}]}",
                "bounds: {addresses: ['10.0.0.0/8', 'fd00::1', '*.example.com'], requestedByRequired: true, requesters: ['system:serviceaccount:*', 'alice@example.com']}",
                "bounds: {kubelet: {extraArgs: [{name: 'v', values: ['2']}, {name: 'max-*'}], patchedFields: ['maxPods'], skipPhases: ['preflight'], ignorePreflightErrors: ['*'], criSockets: ['unix:///run/*'], imagePullPolicies: ['Always']}}",
                "bounds: {kubelet: {extraArgs: [], patchedFields: [], skipPhases: [], ignorePreflightErrors: [], criSockets: [], imagePullPolicies: []}}",
                "bounds: {labels: [], annotations: [], taints: [], addresses: [], rejoins: []}",
                "certificates: {client: {maxLifetimeSeconds: 600}, serving: {allowed: true, addressSource: 'NodeStatus'}}",
                "rules: [{name: 'r.1', stage: 'Request', expression: 'true'}, {name: 'r.2', stage: 'Certificate', expression: 'what', message: 'no'}]"
            })
    void these_pass(String spec) {
        tried(spec).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode: 'Off'",
                "governs: {namespaces: []}",
                "governs: {nodeNames: ['Edge']}",
                "governs: {roles: []}",
                "governs: {roles: ['worker']}",
                "governs: {roles: ['Worker', 'Worker']}",
                "approval: {mode: 'Nobody'}",
                "approval: {approvers: 0}",
                "approval: {approvers: 17}",
                "approval: {expiresAfterSeconds: 59}",
                "bounds: {roles: ['Master']}",
                "bounds: {credentials: ['Password']}",
                "bounds: {handOffs: ['Mail']}",
                "bounds: {kubelet: {extraArgs: [{values: ['2']}]}}",
                "bounds: {kubelet: {extraArgs: [{name: 'v'}, {name: 'v'}]}}",
                "bounds: {kubelet: {imagePullPolicies: ['Sometimes']}}",
                "bounds: {discoveries: ['Trust']}",
                "bounds: {maxTokenTtlSeconds: 599}",
                "bounds: {maxDeadlineSeconds: 2592001}",
                "bounds: {rejoins: ['Always']}",
                "bounds: {labels: [{values: ['a']}]}",
                "bounds: {labels: [{key: 'a'}, {key: 'a'}]}",
                "bounds: {taints: [{key: 'a', effects: ['Never']}]}",
                "certificates: {client: {maxLifetimeSeconds: 599}}",
                "certificates: {serving: {addressSource: 'Anywhere'}}",
                "rules: [{name: 'r', expression: 'true'}]",
                "rules: [{name: 'r', stage: 'Later', expression: 'true'}]",
                "rules: [{stage: 'Request', expression: 'true'}]",
                "rules: [{name: 'r', stage: 'Request'}]",
                "rules: [{name: 'r', stage: 'Request', expression: ''}]",
                "rules: [{name: 'r', stage: 'Request', expression: 'true'}, {name: 'r', stage: 'Certificate', expression: 'true'}]"
            })
    void these_do_not(String spec) {
        tried(spec).refused("Invalid");
    }

    @Test
    void labels_that_can_be_changed_select_nothing() {
        tried("governs: {requestLabels: {team: 'a'}}").refused("Invalid", "policy.nodejoin.dev/");
    }

    @Test
    void approvers_of_an_automatic_approval_make_no_sense() {
        tried("approval: {mode: 'Automatic', approvers: 2}").refused("Invalid", "where the mode is Automatic");
    }

    @Test
    void nobody_writes_endless_policies() {
        tried("rules: [{name: 'r', stage: 'Request', expression: '%s'}]".formatted("x".repeat(2049)))
                .refused("Invalid");
        var rules = IntStream.range(0, 33)
                .mapToObj(i -> "{name: 'r%d', stage: 'Request', expression: 'true'}".formatted(i))
                .collect(Collectors.joining(","));
        tried("rules: [%s]".formatted(rules)).refused("Invalid");
    }

    private static Answer tried(String spec) {
        return policies.tried(policies.bed().admin(), "{%s}".formatted(spec));
    }
}
