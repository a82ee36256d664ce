package dev.nodejoin.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Allowance KEY =
            Allowance.ofAgentAlone(Aspect.FILE_TREE, "/etc/kubernetes/nodejoin.*", "its key");
    private static final Difference ITS_KEY =
            new Difference(Aspect.FILE_TREE, "/etc/kubernetes/nodejoin", Difference.NOTHING, "d 700");
    private static final Difference A_MODE = new Difference(Aspect.FILE_TREE, "/a", "f 644", "f 600");

    @Test
    void what_is_allowed_is_counted_and_the_rest_is_unexpected() {
        var tally = tally(KEY);

        assertThat(tally.add("plain", new Findings(10, List.of(ITS_KEY, A_MODE))))
                .containsExactly(A_MODE);
        assertThat(tally.report())
                .contains("1 scenarios, 10 comparisons: 8 equal, 1 differ as allowed, 1 differ unexpectedly")
                .contains("allowed    1 x  file tree: names, types, modes, links: its key")
                .contains("UNEXPECTED in \"plain\"")
                .contains("/a");
    }

    @Test
    void an_allowance_for_what_one_side_alone_has_does_not_cover_another_value() {
        var other = new Difference(Aspect.FILE_TREE, "/etc/kubernetes/nodejoin", "d 755", "d 700");

        assertThat(tally(KEY).add("plain", new Findings(1, List.of(other)))).containsExactly(other);
    }

    @Test
    void an_allowance_covers_its_aspect_and_its_scenarios_alone() {
        var tally = tally(KEY.in("patches.*"));
        var content = new Difference(Aspect.FILE_CONTENT, ITS_KEY.subject(), ITS_KEY.kubeadm(), ITS_KEY.agent());

        assertThat(tally.add("plain", new Findings(1, List.of(ITS_KEY)))).containsExactly(ITS_KEY);
        assertThat(tally.add("patches of all kinds", new Findings(1, List.of(ITS_KEY))))
                .isEmpty();
        assertThat(tally.add("patches", new Findings(1, List.of(content)))).containsExactly(content);
    }

    @Test
    void an_allowance_that_never_occurs_is_told() {
        var tally = tally(KEY);

        assertThat(tally.unused()).singleElement().asString().contains("its key");
        tally.add("plain", new Findings(1, List.of(ITS_KEY)));
        assertThat(tally.unused()).isEmpty();
    }

    @Test
    void an_allowance_of_another_release_neither_covers_nor_is_missed() {
        var tally = tally(KEY.onlyOn("1\\.37\\..*"));

        assertThat(tally.unused()).isEmpty();
        assertThat(tally.add("plain", new Findings(1, List.of(ITS_KEY)))).containsExactly(ITS_KEY);
    }

    @Test
    void looking_at_what_would_be_unexpected_counts_nothing() {
        var tally = tally(KEY);

        assertThat(tally.unexpected("plain", new Findings(2, List.of(ITS_KEY, A_MODE))))
                .containsExactly(A_MODE);
        assertThat(tally.report()).contains("0 scenarios, 0 comparisons");
    }

    private static Tally tally(Allowance... allowances) {
        return new Tally("Joins", "1.35.4", List.of(allowances));
    }
}
