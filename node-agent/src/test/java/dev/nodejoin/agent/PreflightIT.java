package dev.nodejoin.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Machines with one fault each, judged by the agent and by real kubeadm: the same checks complain, at the same level and in the
 * same order. Nobody answers at the endpoint, so that neither goes on from there.
 */
class PreflightIT {
    private static final String CONFIGURATION = "/root/join.yaml";
    private static final Pattern COMPLAINT = Pattern.compile("\\[(?:WARNING|ERROR) [^]]+]");

    @RegisterExtension
    static final AgentBed bed = new AgentBed();

    /** What is wrong with a machine: commands of its shell, and the environment in which both are run. */
    enum Fault {
        KUBELET_CONF_IS_THERE(
                "ERROR FileAvailable--etc-kubernetes-kubelet.conf", "echo foreign >/etc/kubernetes/kubelet.conf"),
        BOOTSTRAP_KUBELET_CONF_IS_THERE(
                "ERROR FileAvailable--etc-kubernetes-bootstrap-kubelet.conf",
                "echo foreign >/etc/kubernetes/bootstrap-kubelet.conf"),
        CA_IS_THERE(
                "ERROR FileAvailable--etc-kubernetes-pki-ca.crt",
                "mkdir -p /etc/kubernetes/pki; echo foreign >/etc/kubernetes/pki/ca.crt"),
        PORT_IS_TAKEN("ERROR Port-10250", """
                setsid /opt/jdk/bin/jwebserver -b 0.0.0.0 -p 10250 -d /tmp >/dev/null 2>&1 </dev/null &
                until (: </dev/tcp/127.0.0.1/10250) 2>/dev/null; do sleep 0.2; done"""),
        KUBELET_IS_MISSING("ERROR KubeletVersion", ":", "/opt/bed:/usr/sbin:/usr/bin"),
        KUBELET_IS_TOO_OLD(
                "ERROR KubeletVersion",
                kubeletSaying("Kubernetes v1.20.15"),
                "/root/bin:/opt/bed:/opt/kubernetes:/usr/sbin:/usr/bin"),
        KUBELET_IS_NONE(
                "ERROR KubeletVersion",
                kubeletSaying("no kubelet at all"),
                "/root/bin:/opt/bed:/opt/kubernetes:/usr/sbin:/usr/bin"),
        NO_FORWARDING("ERROR FileContent--proc-sys-net-ipv4-ip_forward", "echo 0 >/proc/sys/net/ipv4/ip_forward"),
        NO_RUNTIME("ERROR CRI", "systemctl stop containerd; rm -f /run/containerd/containerd.sock"),
        FROZEN_RUNTIME(
                "ERROR ContainerRuntimeVersion",
                "kill -STOP $(systemctl status containerd | sed -n 's/.*Main PID: //p')"),
        MOUNT_IS_MISSING("ERROR FileExisting-mount", programsWithout("mount"), "/opt/bed:/opt/kubernetes:/root/bin"),
        LOSETUP_AND_CP_ARE_MISSING(
                "ERROR FileExisting-losetup", programsWithout("losetup cp"), "/opt/bed:/opt/kubernetes:/root/bin"),
        SERVICE_IS_ABSENT("WARNING Service-kubelet", "rm /etc/systemd/system/kubelet.service"),
        SERVICE_IS_DISABLED("WARNING Service-kubelet", "systemctl disable kubelet"),
        NO_SERVICE_MANAGER("WARNING Service-kubelet", programsWithout("systemctl openrc"), "/opt/kubernetes:/root/bin"),
        NAME_IS_UNKNOWN("WARNING Hostname", "grep -v $(hostname) /etc/hosts >/tmp/hosts; cp /tmp/hosts /etc/hosts"),
        SWAP_IS_ON(
                "WARNING Swap", "printf 'Filename\\n/dev/vda2\\n' >/root/swaps; mount --bind /root/swaps /proc/swaps");

        private final String complaint;
        private final String commands;
        private final String path;

        Fault(String complaint, String commands) {
            this(complaint, commands, "");
        }

        Fault(String complaint, String commands, String path) {
            this.complaint = complaint;
            this.commands = commands;
            this.path = path;
        }

        private Map<String, String> environment() {
            return path.isEmpty() ? Map.of() : Map.of("PATH", path);
        }

        private static String kubeletSaying(String version) {
            return "mkdir /root/bin; printf '#!/bin/sh\\necho %s\\n' >/root/bin/kubelet; chmod +x /root/bin/kubelet"
                    .formatted(version);
        }

        private static String programsWithout(String names) {
            return "mkdir /root/bin; ln -s /usr/bin/* /root/bin; ln -sf /usr/sbin/* /root/bin; cd /root/bin; rm -f "
                    + names;
        }

        private void befall(Machine machine) {
            machine.run("bash", "-c", commands).orThrow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_is_told_as_kubeadm_tells_it(Fault fault) {
        try (var machine = faulty(fault)) {
            var theirs = kubeadm(machine, fault.environment());
            var ours = agent(machine, fault.environment());

            assertThat(complaints(ours))
                    .as("%s%n%s", theirs.stderr(), ours.stderr())
                    .isEqualTo(complaints(theirs))
                    .contains("[%s]".formatted(fault.complaint));
        }
    }

    @Test
    void every_error_that_stops_a_join_is_a_warning_where_all_are_ignored() {
        try (var machine = faulty(Fault.NO_RUNTIME)) {
            var theirs = kubeadm(machine, Map.of(), "--ignore-preflight-errors=all");
            var ours = agent(machine, Map.of(), "--ignore-preflight-errors=all");

            assertThat(complaints(ours)).isEqualTo(complaints(theirs)).contains("[WARNING CRI]");
            assertThat(ours.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        }
    }

    @Test
    void a_machine_without_a_fault_gives_kubeadm_s_complaints_about_this_host_alone() {
        try (var machine = machine("faultless")) {
            assertThat(complaints(agent(machine, Map.of())))
                    .isEqualTo(complaints(kubeadm(machine, Map.of())))
                    .allMatch(complaint -> complaint.contains("SystemVerification"));
        }
    }

    /** kubeadm goes through the proxy, the agent does not; both say so. */
    @Test
    void a_proxy_of_the_environment_is_told_of() {
        var environment = Map.of("HTTPS_PROXY", "http://127.0.0.1:1");
        try (var machine = machine("proxied")) {
            assertThat(complaints(agent(machine, environment)))
                    .isEqualTo(complaints(kubeadm(machine, environment)))
                    .contains("[WARNING HTTPProxy]");
        }
    }

    @Test
    void an_error_ends_the_run_before_anything_is_written() {
        try (var machine = faulty(Fault.PORT_IS_TAKEN)) {
            var before = LeftOnDisk.tree(machine);

            assertThat(agent(machine, Map.of()).exitCode()).isEqualTo(ExitCode.PREFLIGHT.number());
            assertThat(LeftOnDisk.tree(machine)).isEqualTo(before);
            assertThat(machine.exists("/etc/kubernetes/nodejoin")).isFalse();
        }
    }

    private static Machine faulty(Fault fault) {
        var machine = machine("fault-" + Integer.toHexString(fault.name().hashCode()));
        fault.befall(machine);
        return machine;
    }

    private static Machine machine(String name) {
        var machine = bed.machine(name);
        machine.write(CONFIGURATION, """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery:
                  bootstrapToken:
                    token: abcdef.0123456789abcdef
                    apiServerEndpoint: 10.88.0.10:1
                    unsafeSkipCAVerification: true
                timeouts:
                  discovery: 1s
                """.getBytes(UTF_8), "rw-------");
        return machine;
    }

    private static CommandResult kubeadm(Machine machine, Map<String, String> environment, String... more) {
        var words = new ArrayList<>(
                List.of("/opt/kubernetes/kubeadm", "join", "phase", "preflight", "--config", CONFIGURATION));
        words.addAll(List.of(more));
        return machine.run(Duration.ofMinutes(1), environment, new byte[0], words);
    }

    private static CommandResult agent(Machine machine, Map<String, String> environment, String... more) {
        var words = new ArrayList<>(List.of("--config", CONFIGURATION));
        words.addAll(List.of(more));
        return machine.run(Duration.ofMinutes(1), environment, new byte[0], AgentBed.plainJoin(words));
    }

    private static List<String> complaints(CommandResult result) {
        return COMPLAINT
                .matcher(result.stderr())
                .results()
                .map(found -> found.group())
                .toList();
    }
}
