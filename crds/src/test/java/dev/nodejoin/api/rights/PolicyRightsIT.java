package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who writes a policy decides who joins: that takes the right to approve every role that it governs or governed. */
class PolicyRightsIT {
    private static final String WORKERS = "{governs: {roles: ['Worker']}}";
    private static final String CONTROL_PLANES = "{governs: {roles: ['ControlPlane']}}";
    private static final String BOTH = "{governs: {roles: ['Worker', 'ControlPlane']}}";
    private static final String POLICY = "nodejoin-policies";

    private static PolicyBed policies;
    private static RightsBed bed;

    @BeforeAll
    static void start() {
        policies = PolicyBed.shared();
        bed = policies.bed();
    }

    @Test
    void who_approves_workers_writes_policies_about_workers() {
        policies.tried(bed.as("paula"), WORKERS).accepted();
        bed.as("paula")
                .merge(policies.written(WORKERS), "{spec: {mode: 'Audit'}}")
                .accepted();
        bed.as("paula").delete(policies.written(WORKERS)).accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTROL_PLANES, BOTH, "{}", "{governs: {}}", "{governs: {namespaces: ['nodejoin']}}"})
    void but_none_about_control_planes_nor_one_that_names_no_roles(String spec) {
        policies.tried(bed.as("paula"), spec).refusedBy(POLICY, "Forbidden", "control-plane");
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKERS, CONTROL_PLANES, BOTH, "{}"})
    void who_approves_both_roles_writes_any(String spec) {
        policies.tried(bed.as("petra"), spec).accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKERS, CONTROL_PLANES, BOTH, "{}", "{mode: 'Audit', governs: {roles: ['Worker']}}"})
    void the_right_to_write_the_resource_is_not_enough(String spec) {
        policies.tried(bed.as("pat"), spec).refusedBy(POLICY, "Forbidden", "approve");
    }

    @ParameterizedTest
    @ValueSource(strings = {CONTROL_PLANES, BOTH, "{}"})
    void what_a_policy_governed_counts_too(String spec) {
        var policy = policies.written(spec);
        bed.as("paula")
                .merge(policy, "{spec: {governs: {roles: ['Worker']}}}")
                .refusedBy(POLICY, "Forbidden", "control-plane");
        bed.as("paula").merge(policy, "{spec: {mode: 'Audit'}}").refusedBy(POLICY, "Forbidden", "control-plane");
        bed.as("paula").delete(policy).refusedBy(POLICY, "Forbidden", "control-plane");
        bed.as("paula").delete(PolicyBed.COLLECTION).notAuthorized();
        bed.as("petra").delete(policy).accepted();
    }

    @Test
    void what_a_policy_will_govern_counts_too() {
        var policy = policies.written(WORKERS);
        bed.as("paula")
                .merge(policy, "{spec: {governs: {roles: ['Worker', 'ControlPlane']}}}")
                .refusedBy(POLICY, "Forbidden", "control-plane");
        bed.as("paula").merge(policy, "{spec: {governs: null}}").refusedBy(POLICY, "Forbidden", "control-plane");
        bed.as("paula")
                .jsonPatch(policy, "[{op: 'remove', path: '/spec/governs/roles'}]")
                .refusedBy(POLICY, "Forbidden", "control-plane");
    }

    /** The right to write policies can be had in no namespace: they are in none. */
    @Test
    void a_tenant_with_every_right_in_a_namespace_writes_none() {
        bed.bindHere("tess", "ClusterRole", "cluster-admin");
        bed.awaitRight(
                bed.as("tess"),
                "{namespace: 'nodejoin', group: 'nodejoin.dev', resource: 'nodejoinrequests', verb: 'create'}");
        policies.tried(bed.as("tess"), WORKERS).notAuthorized();
        bed.as("tess").delete(policies.written(WORKERS)).notAuthorized();
    }

    @Test
    void the_operator_writes_the_status_and_nothing_else() {
        var policy = policies.written(WORKERS);
        bed.operator()
                .put(policy + "/status", withStatus(policy, "{observedGeneration: 1, audit: {wouldRefuse: 1}}"))
                .accepted();
        bed.operator().merge(policy, "{spec: {mode: 'Audit'}}").notAuthorized();
        bed.operator().delete(policy).notAuthorized();
        policies.tried(bed.operator(), WORKERS).notAuthorized();
        policies.tried(bed.almightyOperator(), "{}").accepted();
    }

    @Test
    void nobody_else_writes_the_status() {
        var policy = policies.written(WORKERS);
        bed.admin()
                .put(policy + "/status", withStatus(policy, "{audit: {wouldRefuse: 0}}"))
                .refusedBy("nodejoin-policy-status", "Forbidden", "only the Node Join Operator");
        bed.as("petra").merge(policy + "/status", "{status: {audit: null}}").notAuthorized();
    }

    private static ObjectNode withStatus(String path, String status) {
        var object = (ObjectNode) bed.admin().get(path).accepted();
        return Json.merge(object, Json.parse("{status: %s}".formatted(status)));
    }
}
