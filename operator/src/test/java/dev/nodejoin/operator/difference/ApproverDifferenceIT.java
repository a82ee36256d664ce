package dev.nodejoin.operator.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thousands of generated certificate signing requests, submitted to a real API server, judged by the approver of
 * kube-controller-manager and by our rules. We ask for more than it does, and for nothing less.
 */
final class ApproverDifferenceIT {
    private static final long SEED = 20_260_401;
    private static final int COUNT = 2_400;
    private static final int MANY = 100;

    private static List<Compared> all;

    @BeforeAll
    static void submitAll() throws Exception {
        var submissions = Submissions.generate(SEED, COUNT);
        try (var kubernetes = KubernetesApprover.start()) {
            kubernetes.submit(submissions);
            var decided = kubernetes.decided();
            all = submissions.parallelStream()
                    .map(submission -> Compared.of(submission, decided.get(submission.name())))
                    .toList();
        }
    }

    @Test
    void we_approve_nothing_that_kubernetes_does_not_recognise() {
        assertThat(all).filteredOn(Compared::approvedByUs).allMatch(Compared::approvedByKubernetes);
    }

    @Test
    void we_approve_each_that_is_as_promised() {
        assertThat(all).filteredOn(Compared::asPromised).allMatch(Compared::approvedByUs);
    }

    @Test
    void we_approve_none_that_is_not() {
        assertThat(all).filteredOn(one -> !one.asPromised()).noneMatch(Compared::approvedByUs);
    }

    /** Otherwise the comparison would say little. */
    @Test
    void there_are_many_of_each_kind() {
        var counts = Map.of(
                "approved by both", count(one -> one.approvedByUs() && one.approvedByKubernetes()),
                "approved by Kubernetes alone", count(one -> !one.approvedByUs() && one.approvedByKubernetes()),
                "approved by neither", count(one -> one.taken() && !one.approvedByUs() && !one.approvedByKubernetes()),
                "refused by the API server", count(one -> !one.taken()));
        assertThat(counts).allSatisfy((kind, count) -> assertThat(count).isGreaterThan(MANY));
    }

    private static long count(Predicate<Compared> kind) {
        return all.stream().filter(kind).count();
    }
}
