package dev.nodejoin.agent.preflight;

import static dev.nodejoin.agent.preflight.Finding.Level.ERROR;
import static dev.nodejoin.agent.preflight.Finding.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.plan.KubeletRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemVerificationTest {
    private final FactsBuilder facts = new FactsBuilder();

    private PreflightReport report() {
        return Preflight.of(new OrderBuilder().build(), facts.build());
    }

    private void assertOnly(Finding.Level level, String text) {
        assertThat(report().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("SystemVerification");
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.text()).contains(text);
        });
    }

    private void without(String option) {
        facts.config = new KernelFacts.Config.Found(FactsBuilder.KERNEL_OPTIONS.stream()
                .filter(line -> !line.equals("CONFIG_%s=y".formatted(option)))
                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.19.0", "5.3.18", "5.14.0-503.el9", "6.1"})
    void a_kernel_that_nobody_supports_is_told_of(String release) {
        facts.release = release;

        assertOnly(WARNING, "kernel release %s is unsupported".formatted(release));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.4.0-42", "5.10.200", "5.15.0-1-cloud", "6.1.0", "7.0.1", "10.2.3"})
    void a_kernel_with_long_support_or_a_new_one_is_fine(String release) {
        facts.release = release;

        assertThat(report().findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAMESPACES", "MEMCG", "NETFILTER_XT_MATCH_COMMENT", "CGROUP_BPF", "CGROUP_PIDS"})
    void a_kernel_without_what_pods_need_stops_the_join(String option) {
        without(option);

        assertOnly(ERROR, "CONFIG_" + option);
    }

    @Test
    void an_option_may_have_its_older_name_or_be_a_module() {
        without("NETFILTER_XT_TARGET_REDIRECT");
        var lines = new ArrayList<>(((KernelFacts.Config.Found) facts.config).lines());
        lines.add("CONFIG_IP_NF_TARGET_REDIRECT=m");
        facts.config = new KernelFacts.Config.Found(lines);

        assertThat(report().findings()).isEmpty();
    }

    @Test
    void an_option_that_is_switched_off_is_not_there() {
        without("EXT4_FS");
        var lines = new ArrayList<>(((KernelFacts.Config.Found) facts.config).lines());
        lines.add("CONFIG_EXT4_FS=n");
        facts.config = new KernelFacts.Config.Found(lines);

        assertOnly(ERROR, "CONFIG_EXT4_FS");
    }

    @Test
    void a_kernel_whose_configuration_nobody_knows_stops_the_join() {
        facts.config = new KernelFacts.Config.Missing("none of /proc/config.gz is there");

        assertOnly(ERROR, "the kernel's configuration can't be read");
    }

    @Test
    void another_operating_system_stops_the_join() {
        facts.system = "FreeBSD";

        assertOnly(ERROR, "unsupported operating system: FreeBSD");
    }

    @ParameterizedTest
    @CsvSource({"v1.34.4,WARNING", "v1.35.0,ERROR", "v1.37.2,ERROR"})
    void newer_kubelets_refuse_cgroups_v1(String kubelet, Finding.Level level) {
        facts.withCgroupsV1();
        facts.kubelet = KubeletRelease.read("Kubernetes %s\n".formatted(kubelet));

        assertOnly(level, "cgroups v1");
    }

    @Test
    void of_a_kubelet_whose_version_is_not_known_cgroups_v1_are_only_told_of() {
        facts.withCgroupsV1();
        facts.kubelet = new KubeletRelease.NotAsked();

        assertOnly(WARNING, "cgroups v1");
    }

    @Test
    void missing_controllers_of_v1_take_the_place_of_that_complaint() {
        facts.withCgroupsV1();
        facts.cgroups = facts.cgroups.map(table -> table.replace("pids\t7\t1\t1", "pids\t7\t1\t0"));

        assertOnly(ERROR, "missing required cgroups: pids");
    }

    @Test
    void missing_controllers_of_v2_stop_the_join_and_optional_ones_do_not() {
        facts.controllers = Optional.of("cpu cpuset pids\n");

        assertThat(report().findings())
                .extracting(finding -> finding.level() + " " + finding.text())
                .containsExactly(
                        "ERROR missing required cgroups: memory", "WARNING missing optional cgroups: hugetlb io");
    }

    @Test
    void cgroups_that_can_t_be_frozen_stop_the_join() {
        facts.canFreeze = false;

        assertOnly(ERROR, "missing required cgroups: freezer");
    }

    @Test
    void a_machine_without_cgroups_can_t_join() {
        facts.mounts = "proc /proc proc rw 0 0\n";

        assertOnly(ERROR, "no cgroup file system is mounted");
    }

    @Test
    void cgroups_v2_are_found_elsewhere_too() {
        facts.mounts = "cgroup /mnt/v1 cgroup rw 0 0\ncgroup2 /mnt/v2 cgroup2 rw 0 0\n";

        assertThat(report().findings()).isEmpty();
        assertThat(CgroupCheck.unifiedMount(facts.mounts)).contains("/mnt/v2");
    }

    @Test
    void the_details_are_told_only_if_something_is_wrong() {
        assertThat(report().details()).isEmpty();

        without("INET");
        assertThat(report().details())
                .contains(
                        "KERNEL_VERSION: 6.12.3-generic", "CONFIG_INET: not set", "CONFIG_MEMCG: enabled", "OS: Linux")
                .contains("CGROUPS_CPU: enabled")
                .hasSizeGreaterThan(20);
    }

    @Test
    void an_ignored_verification_still_tells_its_details() {
        facts.system = "Plan9";
        var ignoring = new OrderBuilder().ignoring("systemverification").build();

        var report = Preflight.of(ignoring, facts.build());

        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).hasSize(1).first().asString().startsWith("\t[WARNING SystemVerification]: ");
        assertThat(report.details()).contains("OS: Plan9");
        assertThat(List.of(report.failedChecks())).containsExactly("");
    }
}
