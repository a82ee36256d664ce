package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has the operator's credentials labels, annotates and taints workers, and does nothing else to Nodes. */
class OperatorNodesIT {
    private static final String POLICY = "nodejoin-operator-nodes";
    private static final String NODES = "/api/v1/nodes";
    private static final String UNINITIALIZED = "{key: 'nodejoin.dev/uninitialized', effect: 'NoSchedule'}";
    private static final String DEDICATED = "{key: 'dedicated', value: 'gpu', effect: 'NoSchedule'}";
    private static final String OUT_OF_SERVICE = "{key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute'}";
    private static final String EVICTION = "{key: 'out', effect: 'NoExecute'}";

    private static final String NO_EXECUTE = "adds and changes no NoExecute taints";

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @Test
    void it_labels_annotates_and_taints_a_worker() {
        var node = node("{labels: {rack: 'a'}}", UNINITIALIZED + "," + OUT_OF_SERVICE);
        var labelled = Json.object(
                "{apiVersion: 'v1', kind: 'Node', metadata: {labels: {'node-role.kubernetes.io/gpu': ''}, annotations: {a: 'b'}}}");
        bed.operator().apply(node, labelled, "nodejoin-operator").accepted();
        taints(node, DEDICATED + "," + OUT_OF_SERVICE).accepted();
        assertThat(read(node).at("/spec/taints").toString())
                .contains("dedicated")
                .doesNotContain("uninitialized");
        assertThat(read(node).at("/metadata/labels").has("rack")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{spec: {unschedulable: true}}",
                "{spec: {providerID: 'cloud://1'}}",
            })
    void it_changes_nothing_of_the_specification_but_taints(String patch) {
        bed.operator().merge(node("{}", ""), patch).refusedBy(POLICY, "Forbidden", "nothing but taints");
    }

    @Test
    void no_kind_of_patch_is_a_way_around() {
        var node = node("{}", "");
        bed.operator()
                .jsonPatch(node, "[{op: 'add', path: '/spec/unschedulable', value: true}]")
                .refusedBy(POLICY, "Forbidden", "nothing but taints");
        bed.operator()
                .strategicMerge(node, "{spec: {unschedulable: true}}")
                .refusedBy(POLICY, "Forbidden", "nothing but taints");
        var declared = Json.object("{apiVersion: 'v1', kind: 'Node', spec: {unschedulable: true}}");
        bed.operator().apply(node, declared, "x").refusedBy(POLICY, "Forbidden", "nothing but taints");
    }

    @Test
    void it_lifts_no_cordon() {
        var node = node("{}", "");
        bed.admin().merge(node, "{spec: {unschedulable: true}}").accepted();
        bed.operator()
                .merge(node, "{spec: {unschedulable: null}}")
                .refusedBy(POLICY, "Forbidden", "nothing but taints");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{metadata: {ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'n', uid: '1'}]}}",
                "{metadata: {finalizers: ['a.b/c']}}"
            })
    void it_gives_a_node_no_owner_and_no_finalizer(String patch) {
        bed.operator().merge(node("{}", ""), patch).refusedBy(POLICY, "Forbidden", "owners or finalizers");
    }

    @Test
    void it_takes_away_no_finalizer() {
        var node = node("{finalizers: ['a.b/c']}", "");
        bed.operator().merge(node, "{metadata: {finalizers: null}}").refusedBy(POLICY, "Forbidden");
    }

    @Test
    void it_changes_no_status() {
        var node = node("{}", "");
        bed.operator().merge(node, "{status: {phase: 'Running', nodeInfo: {kubeletVersion: 'v0'}}}");
        assertThat(read(node).path("status").has("phase")).isFalse();
        bed.operator().merge(node + "/status", "{status: {phase: 'Running'}}").notAuthorized();
        bed.almightyOperator()
                .merge(node + "/status", "{status: {phase: 'Running'}}")
                .refusedBy(POLICY, "Forbidden", "touches no subresource");
    }

    @Test
    void it_touches_no_control_plane_node() {
        var node = node("{labels: {'node-role.kubernetes.io/control-plane': ''}}", "");
        var words = "changes no control plane Node";
        bed.operator().merge(node, "{metadata: {labels: {a: 'b'}}}").refusedBy(POLICY, "Forbidden", words);
        taints(node, DEDICATED).refusedBy(POLICY, "Forbidden", words);
        bed.operator()
                .merge(node, "{metadata: {labels: {'node-role.kubernetes.io/control-plane': null}}}")
                .refusedBy(POLICY, "Forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node-role.kubernetes.io/control-plane",
                "node-role.kubernetes.io/master",
                "kubernetes.io/hostname",
                "kubernetes.io/os",
                "kubernetes.io/arch"
            })
    void it_neither_sets_nor_changes_nor_removes_labels_that_say_what_a_node_is(String label) {
        bed.operator()
                .merge(node("{}", ""), "{metadata: {labels: {'%s': 'x'}}}".formatted(label))
                .refusedBy(POLICY, "Forbidden", "changes no labels");
        var labelled = node("{labels: {'%s': 'y'}}".formatted(label), "");
        bed.operator()
                .merge(labelled, "{metadata: {labels: {'%s': 'x'}}}".formatted(label))
                .refusedBy(POLICY, "Forbidden", "changes no labels");
        bed.operator()
                .merge(labelled, "{metadata: {labels: {'%s': null}}}".formatted(label))
                .refusedBy(POLICY, "Forbidden", "changes no labels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", UNINITIALIZED, DEDICATED, "{key: 'out', effect: 'NoSchedule'}"})
    void it_evicts_nobody(String before) {
        taints(
                        node("{}", before),
                        Stream.of(before, EVICTION)
                                .filter(taint -> !taint.isEmpty())
                                .collect(Collectors.joining(",")))
                .refusedBy(POLICY, "Forbidden", NO_EXECUTE);
    }

    @Test
    void it_evicts_nobody_in_two_writes() {
        var node = node("{}", "");
        taints(node, "{key: 'out', effect: 'NoSchedule'}").accepted();
        taints(node, EVICTION).refusedBy(POLICY, "Forbidden", NO_EXECUTE);
        taints(node, UNINITIALIZED).refusedBy(POLICY, "Forbidden", "or of nodejoin.dev");
    }

    /** A pod that tolerates one value does not tolerate another. */
    @ParameterizedTest
    @ValueSource(strings = {"value: 'b', ", "value: '', ", ""})
    void it_evicts_nobody_by_another_value(String value) {
        var node = node("{}", "{key: 'tenant', value: 'a', effect: 'NoExecute'}");
        taints(node, "{key: 'tenant', %seffect: 'NoExecute'}".formatted(value))
                .refusedBy(POLICY, "Forbidden", NO_EXECUTE);
    }

    @Test
    void it_adds_no_value_to_a_taint_that_evicts() {
        taints(node("{}", EVICTION), "{key: 'out', value: 'b', effect: 'NoExecute'}")
                .refusedBy(POLICY, "Forbidden", NO_EXECUTE);
    }

    /** It writes the list as a whole, without the times. */
    @Test
    void it_leaves_in_place_what_evicts() {
        var before = "{key: 'tenant', value: 'a', effect: 'NoExecute', timeAdded: '2026-01-01T00:00:00Z'}";
        var node = node("{}", UNINITIALIZED + "," + before + "," + EVICTION);
        taints(node, "{key: 'tenant', value: 'a', effect: 'NoExecute'}, " + EVICTION)
                .accepted();
        assertThat(read(node).at("/spec/taints").toString())
                .contains("tenant", "out")
                .doesNotContain("uninitialized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unschedulable", "memory-pressure", "out-of-service"})
    void it_adds_no_taint_of_kubernetes_controllers(String name) {
        taints(node("{}", ""), "{key: 'node.kubernetes.io/%s', effect: 'NoSchedule'}".formatted(name))
                .refusedBy(POLICY, "Forbidden", "cordons no Node");
    }

    @Test
    void it_removes_no_taint_of_anybody_else() {
        taints(node("{}", DEDICATED + "," + UNINITIALIZED), UNINITIALIZED)
                .refusedBy(POLICY, "Forbidden", "removes no taints");
        taints(node("{}", OUT_OF_SERVICE), "").refusedBy(POLICY, "Forbidden", "removes no taints");
    }

    @Test
    void it_repairs_the_value_of_a_taint() {
        taints(node("{}", DEDICATED), "{key: 'dedicated', value: 'cpu', effect: 'NoSchedule'}")
                .accepted();
    }

    @Test
    void it_neither_creates_nor_deletes_a_node() {
        var node = node("{}", "");
        var name = bed.freshName("made-by-operator");
        var other = Json.object("{apiVersion: 'v1', kind: 'Node', metadata: {name: '%s'}}".formatted(name));
        bed.operator().post(NODES, other).notAuthorized();
        bed.operator().delete(node).notAuthorized();
        bed.operator().apply(NODES + "/" + name, other, "x").notAuthorized();
        bed.almightyOperator().post(NODES, other).refusedBy(POLICY, "Forbidden", "creates and deletes none");
        bed.almightyOperator().delete(node).refusedBy(POLICY, "Forbidden", "creates and deletes none");
    }

    @Test
    void a_node_that_was_created_again_is_another() {
        var node = node("{}", "");
        var patch = "{metadata: {uid: '0', labels: {a: 'b'}}}";
        assertThat(bed.operator().merge(node, patch).code()).isIn(409, 422);
        var declared = Json.object("{apiVersion: 'v1', kind: 'Node', metadata: {uid: '0', labels: {a: 'b'}}}");
        assertThat(bed.operator().apply(node, declared, "x").code()).isIn(409, 422);
    }

    /** All of a node's taints; the cluster says by not-ready that no kubelet is there, and that stays. */
    private static Answer taints(String node, String taints) {
        var all = (ArrayNode) Json.parse("[%s]".formatted(taints));
        var now = read(node);
        now.at("/spec/taints").forEach(taint -> {
            if (taint.path("key").asText().equals("node.kubernetes.io/not-ready")) all.add(taint);
        });
        var version = now.at("/metadata/resourceVersion").asText();
        var answer = bed.operator()
                .merge(node, "{metadata: {resourceVersion: '%s'}, spec: {taints: %s}}".formatted(version, all));
        return answer.code() == 409 ? taints(node, taints) : answer;
    }

    private static String node(String metadata, String taints) {
        var name = bed.freshName("worker");
        var node = Json.object(
                "{apiVersion: 'v1', kind: 'Node', metadata: %s, spec: {taints: [%s]}}".formatted(metadata, taints));
        node.withObjectProperty("metadata").put("name", name);
        bed.admin().post(NODES, node).accepted();
        return NODES + "/" + name;
    }

    private static JsonNode read(String node) {
        return bed.admin().get(node).accepted();
    }
}
