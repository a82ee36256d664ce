package dev.nodejoin.agent.preflight;

import static dev.nodejoin.agent.preflight.Finding.Level.ERROR;
import static dev.nodejoin.agent.preflight.Finding.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.cri.RuntimeCondition;
import dev.nodejoin.agent.kubelet.KubeletUnit;
import dev.nodejoin.agent.plan.KubeletRelease;
import dev.nodejoin.agent.preflight.MachineFacts.ConfigAnswer;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletPort;
import dev.nodejoin.agent.preflight.MachineFacts.NameLookup;
import dev.nodejoin.agent.preflight.MachineFacts.RuntimeFacts;
import dev.nodejoin.agent.preflight.MachineFacts.StatusAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each check alone: its name, whether it stops a join, and what it says; texts of more than one word are kubeadm's. */
class PreflightTest {
    private final OrderBuilder order = new OrderBuilder();
    private final FactsBuilder facts = new FactsBuilder();

    private List<Finding> findings() {
        return Preflight.of(order.build(), facts.build()).findings();
    }

    private void assertOnly(Finding.Level level, String check, String text) {
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.ignorable()).isTrue();
            assertThat(finding.text()).contains(text);
            assertThat(finding.remedy()).isNotBlank();
        });
    }

    @Test
    void a_machine_that_is_fine_gives_no_finding() {
        order.discovering("10.0.0.1:6443");

        assertThat(findings()).isEmpty();
    }

    @Test
    void whoever_is_not_root_can_t_join_the_running_system() {
        assertThat(Preflight.ofUser(order.build(), 1000).findings())
                .containsExactly(new Finding(
                        "IsPrivilegedUser", ERROR, true, "user is not running as root", "run as root, with sudo say"));
        assertThat(Preflight.ofUser(order.build(), 0).findings()).isEmpty();
    }

    @Test
    void another_root_directory_may_be_prepared_by_whoever_owns_it() {
        order.isSystem = false;

        assertThat(Preflight.ofUser(order.build(), 1000).findings()).isEmpty();
    }

    @Test
    void a_runtime_that_can_t_be_reached_fails_both_of_its_checks() {
        facts.runtime = new RuntimeFacts.Unreachable("Connection refused");

        assertThat(findings()).extracting(Finding::check).containsExactly("CRI", "ContainerRuntimeVersion");
        assertThat(findings()).extracting(Finding::level).containsOnly(ERROR);
        assertThat(findings().getFirst().text())
                .isEqualTo("could not connect to the container runtime at unix:///run/containerd/containerd.sock:"
                        + " Connection refused");
    }

    @Test
    void a_runtime_that_does_not_tell_its_status_is_not_running() {
        facts.runtime = new RuntimeFacts.Answering(new StatusAnswer.Failed("oops"), new ConfigAnswer.Implemented());

        assertOnly(ERROR, "CRI", "container runtime is not running: oops");
    }

    @Test
    void a_runtime_has_to_be_ready_and_its_network_has_not() {
        facts.runtime = new RuntimeFacts.Answering(
                new StatusAnswer.Conditions(List.of(
                        new RuntimeCondition("RuntimeReady", false, "Starting", "not yet"),
                        new RuntimeCondition("NetworkReady", false, "NoPlugin", "no cni"))),
                new ConfigAnswer.Implemented());

        assertOnly(
                ERROR,
                "CRI",
                "container runtime condition \"RuntimeReady\" is not true. reason: Starting, message: not yet");
    }

    @Test
    void a_runtime_without_runtime_config_is_told_of() {
        facts.runtime =
                new RuntimeFacts.Answering(new StatusAnswer.Conditions(List.of()), new ConfigAnswer.Unimplemented());

        assertOnly(WARNING, "ContainerRuntimeVersion", "RuntimeConfig");
    }

    @Test
    void a_runtime_that_fails_at_runtime_config_stops_the_join() {
        facts.runtime = new RuntimeFacts.Answering(
                new StatusAnswer.Conditions(List.of()), new ConfigAnswer.Failed("no answer within 2 s"));

        assertOnly(ERROR, "ContainerRuntimeVersion", "could not check if the runtime config is available");
    }

    @Test
    void swap_is_told_of() {
        facts.swaps = Optional.of("Filename Type Size Used Priority\n/dev/vda2 partition 1 0 -2\n");

        assertOnly(WARNING, "Swap", "swap");
    }

    @Test
    void a_kernel_without_swap_has_no_table_of_it() {
        facts.swaps = Optional.empty();

        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"losetup", "mount", "cp"})
    void a_missing_program_stops_the_join(String program) {
        facts.missingPrograms.add(program);

        assertOnly(ERROR, "FileExisting-" + program, program + " not found in system path");
    }

    @Test
    void a_name_that_resolves_to_nothing_is_told_of_twice_as_with_kubeadm() {
        facts.lookup = new NameLookup.Failed("worker-1: Name or service not known");

        assertThat(findings()).extracting(Finding::check).containsExactly("Hostname", "Hostname");
        assertThat(findings()).extracting(Finding::level).containsOnly(WARNING);
        assertThat(findings().getFirst().text()).isEqualTo("hostname \"worker-1\" could not be reached");
    }

    @Test
    void a_name_that_is_too_long_for_a_label_is_told_of() {
        order.nodeName = "a".repeat(64);

        assertOnly(WARNING, "Hostname", "invalid node name format");
    }

    @Test
    void a_kubelet_that_can_t_be_asked_leaves_the_system_unverified() {
        facts.kubelet = new KubeletRelease.Unknown("\"kubelet\" can't be run");

        assertThat(findings()).extracting(Finding::check).containsExactly("SystemVerification", "KubeletVersion");
        assertThat(findings())
                .extracting(Finding::text)
                .allMatch(text -> text.startsWith("couldn't get kubelet version"));
        assertThat(findings()).extracting(Finding::level).containsOnly(ERROR);
    }

    @Test
    void a_kubelet_that_says_something_else_is_as_good_as_none() {
        facts.kubelet = KubeletRelease.read("kubelet 7\n");

        assertThat(findings()).extracting(Finding::check).containsExactly("SystemVerification", "KubeletVersion");
    }

    @Test
    void a_kubelet_may_say_more_than_its_version() {
        facts.kubelet = KubeletRelease.read("W1128 a warning\nKubernetes v1.35.4\n");

        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v1.31.9,true", "v1.32.0,false", "v1.37.2,false", "v1.30.0-rc.1,true"})
    void a_kubelet_may_be_three_minor_releases_older_than_the_oldest_supported(String version, boolean isTooOld) {
        facts.kubelet = KubeletRelease.read("Kubernetes %s\n".formatted(version));

        assertThat(findings().stream().map(Finding::check).toList())
                .isEqualTo(isTooOld ? List.of("KubeletVersion") : List.of());
    }

    @Test
    void a_kubelet_that_a_command_starts_is_not_asked() {
        facts.kubelet = new KubeletRelease.NotAsked();
        facts.unit = Optional.empty();

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_service_that_is_not_there_is_told_of() {
        facts.unit = Optional.of(new KubeletUnit.State.Absent());

        assertOnly(WARNING, "Service-kubelet", "kubelet service does not exist");
    }

    @Test
    void a_service_that_is_not_enabled_is_told_of_with_the_command() {
        facts.unit = Optional.of(new KubeletUnit.State.Disabled("systemctl enable kubelet.service"));

        assertOnly(WARNING, "Service-kubelet", "kubelet service is not enabled");
        assertThat(findings().getFirst().remedy()).contains("systemctl enable kubelet.service");
    }

    @Test
    void a_machine_without_a_known_service_manager_is_told_of() {
        facts.unit = Optional.of(new KubeletUnit.State.Unmanaged("no supported init system detected"));

        assertOnly(WARNING, "Service-kubelet", "no supported init system detected, skipping checking for services");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TAKEN", "TAKEN_WITH_KUBELET"})
    void the_kubelet_s_port_must_be_free(KubeletPort port) {
        facts.port = port;

        assertOnly(ERROR, "Port-10250", "Port 10250 is in use");
    }

    @Test
    void all_checks_are_made_and_told_in_kubeadm_s_order() {
        order.discovering("10.0.0.1:6443");
        facts.file("/etc/kubernetes/kubelet.conf", "x")
                .file("/etc/kubernetes/bootstrap-kubelet.conf", "x")
                .file("/etc/kubernetes/pki/ca.crt", "x");
        facts.runtime = new RuntimeFacts.Unreachable("gone");
        facts.swaps = Optional.of("heading\nswap\n");
        facts.missingPrograms.addAll(List.of("cp", "losetup", "mount"));
        facts.system = "Plan9";
        facts.lookup = new NameLookup.Failed("?");
        facts.kubelet = KubeletRelease.read("Kubernetes v1.20.0");
        facts.unit = Optional.of(new KubeletUnit.State.Absent());
        facts.port = KubeletPort.TAKEN;
        facts.environment.put("HTTPS_PROXY", "http://proxy:3128");
        facts.forwarding.clear();

        assertThat(findings())
                .extracting(Finding::check)
                .containsExactly(
                        "FileAvailable--etc-kubernetes-kubelet.conf",
                        "FileAvailable--etc-kubernetes-bootstrap-kubelet.conf",
                        "CRI",
                        "ContainerRuntimeVersion",
                        "Swap",
                        "FileExisting-losetup",
                        "FileExisting-mount",
                        "FileExisting-cp",
                        "SystemVerification",
                        "Hostname",
                        "Hostname",
                        "KubeletVersion",
                        "Service-kubelet",
                        "Port-10250",
                        "FileAvailable--etc-kubernetes-pki-ca.crt",
                        "HTTPProxy",
                        "FileContent--proc-sys-net-ipv4-ip_forward");
    }

    @Test
    void an_ignored_check_only_warns_in_any_case_of_its_name() {
        order.ignoring("port-10250");
        facts.port = KubeletPort.TAKEN;
        facts.missingPrograms.add("cp");

        var levels = new ArrayList<String>();
        findings().forEach(finding -> levels.add(finding.check() + " " + finding.level()));
        assertThat(levels).containsExactly("FileExisting-cp ERROR", "Port-10250 WARNING");
    }
}
