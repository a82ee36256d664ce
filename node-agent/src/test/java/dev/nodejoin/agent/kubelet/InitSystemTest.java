package dev.nodejoin.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InitSystemTest {
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Program.Outcome> outcomes = new HashMap<>();

    @Test
    void systemctl_tells_systemd_whatever_else_is_there() {
        assertThat(detected("systemctl", "openrc", "rc-service", "rc-update")).isEqualTo(InitSystem.SYSTEMD);
    }

    @Test
    void openrc_counts_with_its_two_programs_only() {
        assertThat(detected("openrc", "rc-service", "rc-update")).isEqualTo(InitSystem.OPENRC);
        assertThat(detected("openrc", "rc-service")).isEqualTo(InitSystem.NONE);
        assertThat(detected("rc-service", "rc-update")).isEqualTo(InitSystem.NONE);
        assertThat(detected()).isEqualTo(InitSystem.NONE);
    }

    @Test
    void systemd_is_called_as_kubeadm_calls_it() {
        var kubelet = kubelet(InitSystem.SYSTEMD);

        assertThat(kubelet.stop()).isEmpty();
        assertThat(kubelet.start(List.of("--v=1"))).isEmpty();
        assertThat(calls)
                .containsExactly(
                        "systemctl status kubelet",
                        "systemctl stop kubelet",
                        "systemctl status kubelet",
                        "systemctl daemon-reload",
                        "systemctl restart kubelet");
    }

    @Test
    void openrc_is_called_as_kubeadm_calls_it() {
        var kubelet = kubelet(InitSystem.OPENRC);

        assertThat(kubelet.stop()).isEmpty();
        assertThat(kubelet.start(List.of())).isEmpty();
        assertThat(calls)
                .containsExactly(
                        "rc-service kubelet status",
                        "rc-service kubelet stop",
                        "rc-service kubelet status",
                        "rc-service kubelet restart");
    }

    @Test
    void a_stopped_service_is_none_that_is_missing() {
        ends("rc-service kubelet status", 3, " * status: stopped");

        assertThat(kubelet(InitSystem.OPENRC).stop()).isEmpty();
    }

    @Test
    void a_missing_service_is_told_and_started_all_the_same() {
        ends("systemctl status kubelet", 4, "Unit kubelet.service could not be found.");

        assertThat(kubelet(InitSystem.SYSTEMD).start(List.of()))
                .hasValueSatisfying(complaint -> assertThat(complaint).contains("no service kubelet"));
        assertThat(calls).contains("systemctl restart kubelet");
    }

    @Test
    void a_restart_that_fails_is_told_since_somebody_may_still_start_the_kubelet() {
        ends("systemctl restart kubelet", 5, "Unit kubelet.service not loaded.");

        assertThat(kubelet(InitSystem.SYSTEMD).start(List.of()))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .contains("\"systemctl restart kubelet\" ended with exit code 5")
                        .contains("see to it that the kubelet is started anew"));
    }

    @Test
    void a_systemd_that_can_not_be_reloaded_restarts_nothing() {
        ends("systemctl daemon-reload", 1, "Access denied");

        assertThat(kubelet(InitSystem.SYSTEMD).start(List.of())).isPresent();
        assertThat(calls).doesNotContain("systemctl restart kubelet");
    }

    @Test
    void the_resolver_counts_while_it_is_active_or_gets_so() {
        ends("systemctl is-active systemd-resolved", 0, "active\n");
        assertThat(kubelet(InitSystem.SYSTEMD).isResolvedActive()).isTrue();
        ends("systemctl is-active systemd-resolved", 3, "activating\n");
        assertThat(kubelet(InitSystem.SYSTEMD).isResolvedActive()).isTrue();
        ends("systemctl is-active systemd-resolved", 3, "inactive\n");
        assertThat(kubelet(InitSystem.SYSTEMD).isResolvedActive()).isFalse();
    }

    @Test
    void openrc_has_a_resolver_unless_it_says_that_it_has_none() {
        ends("rc-service systemd-resolved status", 1, "rc-service: service `systemd-resolved' does not exist");
        assertThat(kubelet(InitSystem.OPENRC).isResolvedActive()).isFalse();
        ends("rc-service systemd-resolved status", 0, " * status: started");
        assertThat(kubelet(InitSystem.OPENRC).isResolvedActive()).isTrue();
    }

    @Test
    void without_an_init_system_a_person_is_told_what_to_do() {
        var kubelet = InitSystem.NONE.kubelet();

        assertThat(kubelet.stop())
                .hasValueSatisfying(complaint -> assertThat(complaint).contains("neither systemctl nor openrc"));
        assertThat(kubelet.start(List.of()))
                .hasValueSatisfying(complaint -> assertThat(complaint)
                        .contains("nothing has started the kubelet; start it now, while the join waits")
                        .contains("--kubelet-command"));
        assertThat(kubelet.isResolvedActive()).isFalse();
    }

    @Test
    void a_program_that_can_not_be_run_is_a_complaint_like_any_other() {
        var kubelet = new ServiceKubelet(InitSystem.SYSTEMD, command -> {
            throw new KubeletException("\"systemctl\" can't be run", null);
        });

        assertThat(kubelet.stop()).contains("\"systemctl\" can't be run");
        assertThat(kubelet.isResolvedActive()).isFalse();
    }

    @Test
    void a_service_is_enabled_absent_or_told_how_to_be_enabled() {
        assertThat(unit(InitSystem.SYSTEMD)).isEqualTo(new KubeletUnit.State.Enabled());
        assertThat(calls).containsExactly("systemctl status kubelet", "systemctl is-enabled kubelet");
        ends("systemctl is-enabled kubelet", 1, "disabled");
        assertThat(unit(InitSystem.SYSTEMD))
                .isEqualTo(new KubeletUnit.State.Disabled("systemctl enable kubelet.service"));
        ends("systemctl status kubelet", 4, "Unit kubelet.service could not be found.");
        assertThat(unit(InitSystem.SYSTEMD)).isEqualTo(new KubeletUnit.State.Absent());
    }

    @Test
    void openrc_tells_by_its_runlevel_what_is_enabled() {
        assertThat(unit(InitSystem.OPENRC)).isEqualTo(new KubeletUnit.State.Disabled("rc-update add kubelet default"));
        ends("rc-update show default", 0, "kubelet | default");
        assertThat(unit(InitSystem.OPENRC)).isEqualTo(new KubeletUnit.State.Enabled());
        ends("rc-service kubelet status", 1, "rc-service: service `kubelet' does not exist");
        assertThat(unit(InitSystem.OPENRC)).isEqualTo(new KubeletUnit.State.Absent());
    }

    @Test
    void without_an_init_system_nothing_is_asked() {
        assertThat(unit(InitSystem.NONE)).isInstanceOf(KubeletUnit.State.Unmanaged.class);
        assertThat(calls).isEmpty();
    }

    private static InitSystem detected(String... programs) {
        return InitSystem.detect(Set.of(programs)::contains);
    }

    private KubeletService kubelet(InitSystem init) {
        return new ServiceKubelet(init, this::run);
    }

    private KubeletUnit.State unit(InitSystem init) {
        return new KubeletUnit(init, this::run).state();
    }

    private Program.Outcome run(String... command) {
        var call = String.join(" ", command);
        calls.add(call);
        return outcomes.getOrDefault(call, new Program.Outcome(List.of(command), 0, ""));
    }

    private void ends(String call, int exitCode, String output) {
        outcomes.put(call, new Program.Outcome(List.of(call.split(" ")), exitCode, output));
    }
}
