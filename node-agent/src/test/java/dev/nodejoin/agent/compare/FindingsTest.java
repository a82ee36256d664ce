package dev.nodejoin.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void the_same_evidence_differs_in_nothing_and_everything_is_counted() {
        var evidence = Evidence.collect()
                .fact(Aspect.FILE_TREE, "/a", "f 644")
                .fact(Aspect.NODE, "label x", "y")
                .events(Aspect.SERVICE_CALLS, List.of("stop kubelet", "restart kubelet"))
                .evidence();

        assertThat(Findings.between(evidence, evidence)).isEqualTo(new Findings(4, List.of()));
    }

    @Test
    void another_value_and_what_one_side_alone_has_are_differences() {
        var kubeadm = tree("/a", "f 644", "/b", "d 755");
        var agent = tree("/a", "f 600", "/c", "d 700");

        assertThat(Findings.between(kubeadm, agent).differences())
                .containsExactly(
                        new Difference(Aspect.FILE_TREE, "/a", "f 644", "f 600"),
                        new Difference(Aspect.FILE_TREE, "/b", "d 755", Difference.NOTHING),
                        new Difference(Aspect.FILE_TREE, "/c", Difference.NOTHING, "d 700"));
    }

    @Test
    void the_same_subject_of_another_aspect_is_another_thing() {
        var kubeadm = Evidence.collect().fact(Aspect.FILE_TREE, "/a", "x").evidence();
        var agent = Evidence.collect().fact(Aspect.FILE_CONTENT, "/a", "x").evidence();

        assertThat(Findings.between(kubeadm, agent).differences()).hasSize(2);
    }

    @Test
    void calls_in_another_order_are_differences() {
        var kubeadm = calls("stop", "reload", "restart");
        var agent = calls("reload", "stop", "restart");

        assertThat(Findings.between(kubeadm, agent).differences())
                .containsExactly(
                        new Difference(Aspect.SERVICE_CALLS, "stop", "call 1", Difference.NOTHING),
                        new Difference(Aspect.SERVICE_CALLS, "stop", Difference.NOTHING, "call 2"));
    }

    @Test
    void a_call_more_is_one_difference_and_those_around_it_still_match() {
        assertThat(Findings.between(calls("a", "b", "b", "c"), calls("a", "b", "c"))
                        .differences())
                .containsExactly(new Difference(Aspect.SERVICE_CALLS, "b", "call 3", Difference.NOTHING));
    }

    @Property
    void an_alignment_keeps_both_sequences_whole(@ForAll List<Short> first, @ForAll List<Short> second) {
        var ours = first.stream().map(number -> Integer.toString(number % 3)).toList();
        var theirs = second.stream().map(number -> Integer.toString(number % 3)).toList();
        var steps = Alignment.of(ours, theirs);

        assertThat(steps.stream().flatMap(FindingsTest::first).toList()).isEqualTo(ours);
        assertThat(steps.stream().flatMap(FindingsTest::second).toList()).isEqualTo(theirs);
    }

    private static Stream<String> first(Alignment.Step step) {
        return switch (step) {
            case Alignment.Both(String event) -> Stream.of(event);
            case Alignment.First(String event, int _) -> Stream.of(event);
            case Alignment.Second _ -> Stream.empty();
        };
    }

    private static Stream<String> second(Alignment.Step step) {
        return switch (step) {
            case Alignment.Both(String event) -> Stream.of(event);
            case Alignment.First _ -> Stream.empty();
            case Alignment.Second(String event, int _) -> Stream.of(event);
        };
    }

    private static Evidence tree(String... pathsAndEntries) {
        var evidence = Evidence.collect();
        for (var i = 0; i < pathsAndEntries.length; i += 2) {
            evidence.fact(Aspect.FILE_TREE, pathsAndEntries[i], pathsAndEntries[i + 1]);
        }
        return evidence.evidence();
    }

    private static Evidence calls(String... calls) {
        return Evidence.collect().events(Aspect.SERVICE_CALLS, List.of(calls)).evidence();
    }
}
