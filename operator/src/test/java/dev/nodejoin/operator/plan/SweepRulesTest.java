package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.plan.SweepRules.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepRulesTest {
    @Test
    void what_a_gone_request_held_is_cleared() {
        assertThat(SweepRules.plan(holds(3), Set.of("uid-0", "uid-2"), Set.of()))
                .isEqualTo(new Sweep.Clear(List.of(hold(1))));
    }

    @Test
    void what_a_living_request_holds_stays() {
        assertThat(SweepRules.plan(holds(2), Set.of("uid-0", "uid-1", "uid-2"), Set.of()))
                .isEqualTo(new Sweep.Clear(List.of()));
    }

    @Test
    void without_holds_there_is_nothing_to_clear() {
        assertThat(SweepRules.plan(List.of(), Set.of(), Set.of())).isEqualTo(new Sweep.Clear(List.of()));
    }

    @Test
    void what_is_remembered_of_a_node_stays_while_that_is_there() {
        var remembered = hold(1).remembering("node-1", Optional.of("sha256:1")).vacated();

        assertThat(SweepRules.plan(List.of(remembered), Set.of(), Set.of("node-1")))
                .isEqualTo(new Sweep.Clear(List.of()));
        assertThat(SweepRules.plan(List.of(remembered), Set.of(), Set.of("node-2")))
                .isEqualTo(new Sweep.Clear(List.of(remembered)));
    }

    @Test
    void tokens_of_a_gone_request_are_cleared_although_its_node_is_there() {
        var joined = hold(1).remembering("node-1", Optional.of("sha256:1"));

        assertThat(SweepRules.plan(List.of(joined), Set.of(), Set.of("node-1")))
                .isEqualTo(new Sweep.Clear(List.of(joined)));
    }

    /** More than max(5, a tenth) at once is not believed. */
    @ParameterizedTest
    @CsvSource({
        "5,5,true",
        "6,6,false",
        "40,5,true",
        "40,6,false",
        "60,6,true",
        "60,7,false",
        "1000,100,true",
        "1000,101,false"
    })
    void as_many_as_are_believable_are_cleared(int holds, int gone, boolean cleared) {
        var sweep = SweepRules.plan(holds(holds), uids(gone, holds), Set.of());

        if (cleared) assertThat(sweep).isInstanceOf(Sweep.Clear.class);
        else assertThat(sweep).isEqualTo(new Sweep.TooMany(gone, holds));
    }

    @Property
    void nothing_of_a_living_request_is_ever_cleared(
            @ForAll @IntRange(max = 200) int holds, @ForAll @IntRange(max = 200) int gone) {
        var alive = uids(Math.min(gone, holds), holds);

        if (SweepRules.plan(holds(holds), alive, Set.of()) instanceof Sweep.Clear(var orphans))
            assertThat(orphans)
                    .hasSizeLessThanOrEqualTo(Math.max(5, holds / 10))
                    .noneMatch(hold -> alive.contains(hold.holder().uid()));
    }

    private static List<NameHold> holds(int count) {
        return IntStream.range(0, count).mapToObj(SweepRulesTest::hold).toList();
    }

    private static Set<String> uids(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "uid-" + number).collect(Collectors.toSet());
    }

    private static NameHold hold(int number) {
        return new NameHold(
                "worker-" + number,
                new NameHold.Holder("nodejoin", "join-" + number, "uid-" + number),
                1,
                JoinSnapshots.TOKEN,
                JoinSnapshots.NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("1"));
    }
}
