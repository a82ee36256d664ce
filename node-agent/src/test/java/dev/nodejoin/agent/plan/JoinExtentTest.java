package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinExtentTest {
    @Test
    void a_whole_join_leaves_nothing_out() {
        assertThat(JoinExtent.WHOLE.leftOut()).isEmpty();
        assertThat(JoinExtent.WHOLE.dryRun()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(JoinPhase.class)
    void every_phase_can_be_left_out_by_its_full_name(JoinPhase phase) {
        assertThat(JoinExtent.WHOLE.without(List.of(phase.fullName())).has(phase))
                .isFalse();
    }

    @Test
    void a_phase_that_is_left_out_takes_those_inside_it_along() {
        var extent = JoinExtent.WHOLE.without(List.of("control-plane-prepare"));

        assertThat(extent.has(JoinPhase.CERTS)).isFalse();
        assertThat(extent.has(JoinPhase.MARK_CONTROL_PLANE)).isTrue();
    }

    @Test
    void a_phase_inside_another_leaves_the_others_there() {
        var extent = JoinExtent.WHOLE.without(List.of("control-plane-prepare/certs"));

        assertThat(extent.has(JoinPhase.CERTS)).isFalse();
        assertThat(extent.has(JoinPhase.KUBECONFIG)).isTrue();
    }

    @Test
    void a_single_phase_leaves_the_worker_s_others_out() {
        assertThat(JoinExtent.only(JoinPhase.KUBELET_START).leftOut())
                .containsExactly(JoinPhase.PREFLIGHT, JoinPhase.KUBELET_WAIT_BOOTSTRAP);
    }

    /** kubeadm compares names as they are typed. */
    @ParameterizedTest
    @ValueSource(strings = {"certs", "Preflight", " preflight", "preflight/", "", "kubelet start"})
    void a_name_that_no_phase_has_is_refused_with_the_names_there_are(String name) {
        assertThatThrownBy(() -> JoinExtent.WHOLE.without(List.of("preflight", name)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageStartingWith("invalid phase name: ")
                .hasMessageContaining("preflight, control-plane-prepare, control-plane-prepare/download-certs")
                .hasMessageNotContaining("check-etcd");
    }
}
