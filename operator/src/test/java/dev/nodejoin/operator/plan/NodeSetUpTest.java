package dev.nodejoin.operator.plan;

import static dev.nodejoin.operator.fixture.Specifications.spec;
import static dev.nodejoin.operator.plan.JoinSnapshots.NODE_UID;
import static dev.nodejoin.operator.plan.JoinSnapshots.NOW;
import static dev.nodejoin.operator.plan.NodeSetUp.UNINITIALIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeSettings;
import dev.nodejoin.api.v1alpha1.NodeTaint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSetUpTest {
    private static final NodeTaint GPU = new NodeTaint("gpu", "yes", "NoSchedule");
    private static final NodeTaint EVICT = new NodeTaint("gpu", "yes", "NoExecute");
    private static final NodeTaint NOT_READY = new NodeTaint("node.kubernetes.io/not-ready", null, "NoSchedule");

    @Test
    void a_node_as_declared_needs_nothing() {
        var declared = settings("{'labels': {'a': 'b'}, 'annotations': {'c': 'd'}, 'taints': [%s]}".formatted(gpu()));

        assertThat(setUp(declared, node(Map.of("a", "b", "x", "y"), Map.of("c", "d"), NOT_READY, GPU)))
                .isEmpty();
    }

    @Test
    void without_anything_declared_nothing_is_touched() {
        assertThat(setUp(null, node(Map.of("x", "y"), Map.of("x", "y"), NOT_READY)))
                .isEmpty();
        assertThat(setUp(settings("{}"), node(Map.of("x", "y"), Map.of(), GPU))).isEmpty();
    }

    @Test
    void the_write_names_the_node_that_is_meant() {
        assertThat(setUp(settings("{'labels': {'a': 'b'}}"), node(Map.of(), Map.of())))
                .contains(new NodeSetUp(
                        "worker-1",
                        NODE_UID,
                        "7",
                        Optional.of(new NodeSetUp.Declared(Map.of("a", "b"), Map.of())),
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'labels': {'a': 'b'}}", "{'annotations': {'a': 'b'}}"})
    void what_is_missing_or_differs_is_applied(String declared) {
        assertThat(setUp(settings(declared), node(Map.of(), Map.of()))).isPresent();
        assertThat(setUp(settings(declared), node(Map.of("a", "other"), Map.of("a", "other"))))
                .isPresent();
    }

    @Test
    void labels_of_others_are_not_in_the_write() {
        var declared = setUp(settings("{'labels': {'a': 'b'}}"), node(Map.of("x", "y"), Map.of()))
                .flatMap(NodeSetUp::declared)
                .orElseThrow();

        assertThat(declared.labels()).containsOnlyKeys("a");
    }

    @Test
    void what_was_applied_and_is_declared_no_more_is_taken_back() {
        var owning = new NodeFacts(
                NODE_UID,
                "7",
                NOW,
                true,
                Optional.empty(),
                Map.of("a", "b"),
                Map.of("c", "d"),
                List.of(),
                Set.of("a"),
                Set.of("c"));

        assertThat(setUp(null, owning).flatMap(NodeSetUp::declared))
                .contains(new NodeSetUp.Declared(Map.of(), Map.of()));
        assertThat(setUp(settings("{'labels': {'a': 'b'}, 'annotations': {'c': 'd'}}"), owning))
                .isEmpty();
    }

    @Test
    void a_missing_taint_comes_back_beside_those_of_others() {
        assertThat(taints(settings("{'taints': [%s]}".formatted(gpu())), NOT_READY))
                .containsExactly(NOT_READY, GPU);
    }

    @Test
    void a_taint_of_another_value_is_replaced() {
        var other = new NodeTaint("gpu", "no", "NoSchedule");

        assertThat(taints(settings("{'taints': [%s]}".formatted(gpu())), other, NOT_READY))
                .containsExactly(NOT_READY, GPU);
    }

    @Test
    void the_same_key_with_another_effect_is_another_taint() {
        var preferred = new NodeTaint("gpu", "yes", "PreferNoSchedule");

        assertThat(taints(settings("{'taints': [%s]}".formatted(gpu())), preferred))
                .containsExactly(preferred, GPU);
    }

    @Test
    void a_taint_that_evicts_is_set_by_the_registration_alone() {
        var declared = settings("{'taints': [{'key': 'gpu', 'value': 'yes', 'effect': 'NoExecute'}]}");

        assertThat(setUp(declared, node(Map.of(), Map.of()))).isEmpty();
        assertThat(NodeSetUp.taintsToRegisterWith(declared)).containsExactly(EVICT, UNINITIALIZED);
    }

    @Test
    void an_empty_value_is_no_value() {
        var declared = settings("{'taints': [{'key': 'gpu', 'value': '', 'effect': 'NoSchedule'}]}");

        assertThat(setUp(declared, node(Map.of(), Map.of(), new NodeTaint("gpu", null, "NoSchedule"))))
                .isEmpty();
    }

    @Test
    void the_taint_of_the_uninitialized_goes_with_the_first_write() {
        assertThat(taints(null, UNINITIALIZED, NOT_READY)).containsExactly(NOT_READY);
        assertThat(taints(null, new NodeTaint("nodejoin.dev/uninitialized", "", "NoSchedule"), NOT_READY))
                .containsExactly(NOT_READY);
    }

    @Test
    void labels_and_taints_come_in_one_set_up() {
        var setUp = setUp(settings("{'labels': {'a': 'b'}}"), node(Map.of(), Map.of(), UNINITIALIZED))
                .orElseThrow();

        assertThat(setUp.declared()).isPresent();
        assertThat(setUp.taints()).contains(List.of());
    }

    @Test
    void a_machine_registers_uninitialized_if_anything_is_declared() {
        assertThat(NodeSetUp.taintsToRegisterWith(settings("{'labels': {'a': 'b'}}")))
                .containsExactly(UNINITIALIZED);
        assertThat(NodeSetUp.taintsToRegisterWith(settings("{'annotations': {'a': 'b'}}")))
                .containsExactly(UNINITIALIZED);
        assertThat(NodeSetUp.taintsToRegisterWith(settings("{'taints': [%s]}".formatted(gpu()))))
                .containsExactly(GPU, UNINITIALIZED);
    }

    @Test
    void a_machine_registers_without_taints_if_nothing_is_declared() {
        assertThat(NodeSetUp.taintsToRegisterWith(null)).isEmpty();
        assertThat(NodeSetUp.taintsToRegisterWith(settings("{}"))).isEmpty();
        assertThat(NodeSetUp.taintsToRegisterWith(settings("{'labels': {}, 'taints': [], 'annotations': {}}")))
                .isEmpty();
    }

    /** Else the operator would write for ever. */
    @Property
    void after_a_set_up_nothing_is_left_to_set_up(
            @ForAll("settings") NodeSettings settings, @ForAll("taints") List<NodeTaint> present) {
        var before = node(Map.of("x", "y"), Map.of(), present.toArray(NodeTaint[]::new));

        setUp(settings, before)
                .ifPresent(setUp ->
                        assertThat(setUp(settings, carriedOut(setUp, before))).isEmpty());
    }

    @Property
    void taints_of_others_survive(
            @ForAll("settings") NodeSettings settings, @ForAll("taints") List<NodeTaint> present) {
        var foreign = present.stream()
                .filter(taint -> Objects.requireNonNullElse(taint.key(), "").startsWith("foreign"))
                .toList();

        assertThat(taints(settings, present.toArray(NodeTaint[]::new))).containsAll(foreign);
    }

    private static NodeFacts carriedOut(NodeSetUp setUp, NodeFacts before) {
        var declared = setUp.declared();
        return new NodeFacts(
                before.uid(),
                "8",
                before.createdAt(),
                before.ready(),
                before.silentSince(),
                declared.map(NodeSetUp.Declared::labels).orElse(before.labels()),
                declared.map(NodeSetUp.Declared::annotations).orElse(before.annotations()),
                setUp.taints().orElse(before.taints()),
                declared.map(d -> d.labels().keySet()).orElse(before.ownedLabels()),
                declared.map(d -> d.annotations().keySet()).orElse(before.ownedAnnotations()));
    }

    @Provide
    Arbitrary<NodeSettings> settings() {
        var labels = Arbitraries.maps(Arbitraries.of("a", "b", "x"), Arbitraries.of("", "1", "2"));
        var taints = taint("gpu", "disk")
                .list()
                .uniqueElements(taint -> taint.key() + taint.effect())
                .ofMaxSize(3);
        return Combinators.combine(labels, taints, labels).as(NodeSettings::new);
    }

    @Provide
    Arbitrary<List<NodeTaint>> taints() {
        return Arbitraries.oneOf(taint("gpu", "disk", "foreign-1", "foreign-2"), Arbitraries.just(UNINITIALIZED))
                .list()
                .uniqueElements(taint -> taint.key() + taint.effect())
                .ofMaxSize(4)
                .map(ArrayList::new);
    }

    private static Arbitrary<NodeTaint> taint(String... keys) {
        return Combinators.combine(
                        Arbitraries.of(keys),
                        Arbitraries.of("", "yes", "no"),
                        Arbitraries.of("NoSchedule", "PreferNoSchedule", "NoExecute"))
                .as(NodeTaint::new);
    }

    private static Optional<NodeSetUp> setUp(@Nullable NodeSettings settings, NodeFacts node) {
        return NodeSetUp.of("worker-1", settings, node);
    }

    private static List<NodeTaint> taints(@Nullable NodeSettings settings, NodeTaint... present) {
        return setUp(settings, node(Map.of(), Map.of(), present))
                .flatMap(NodeSetUp::taints)
                .orElse(List.of(present));
    }

    private static NodeFacts node(Map<String, String> labels, Map<String, String> annotations, NodeTaint... taints) {
        return new NodeFacts(
                NODE_UID, "7", NOW, true, Optional.empty(), labels, annotations, List.of(taints), Set.of(), Set.of());
    }

    private static String gpu() {
        return "{'key': 'gpu', 'value': 'yes', 'effect': 'NoSchedule'}";
    }

    private static NodeSettings settings(String json) {
        return Objects.requireNonNull(spec("{'node': %s}".formatted(json)).node());
    }
}
