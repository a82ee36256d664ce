package dev.nodejoin.agent.join;

import static dev.nodejoin.agent.join.JoinRun.AUTHORITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JoinTest {
    private static final String PAIR_FILE = "/var/lib/kubelet/pki/kubelet-client-2026-11-24-09-55-00.pem";

    private final JoinRun join = new JoinRun();

    @Test
    void a_first_join_leaves_the_files_that_kubeadm_and_a_kubelet_leave() {
        join.run();

        assertThat(join.files.modes())
                .isEqualTo(Map.of(
                        "/etc/kubernetes/kubelet.conf",
                        "rw-------",
                        "/etc/kubernetes/nodejoin/node.key",
                        "rw-------",
                        "/etc/kubernetes/pki/ca.crt",
                        "rw-r--r--",
                        "/var/lib/kubelet/config.yaml",
                        "rw-r--r--",
                        "/var/lib/kubelet/instance-config.yaml",
                        "rw-r--r--",
                        "/var/lib/kubelet/kubeadm-flags.env",
                        "rw-r--r--",
                        PAIR_FILE,
                        "rw-------"));
        assertThat(join.files.linkTarget(NodePaths.CURRENT_PAIR)).isEqualTo(PAIR_FILE);
    }

    @Test
    void the_files_say_what_kubeadm_would_say() {
        join.run();

        assertThat(join.files.content("/etc/kubernetes/pki/ca.crt")).isEqualTo(AUTHORITY.pem());
        assertThat(join.files.content(NodePaths.KUBELET_CONF))
                .isEqualTo(Kubeconfig.kubelet(Goals.SERVER, AUTHORITY.pem(), NodePaths.CURRENT_PAIR)
                        .write());
        assertThat(join.files.content(NodePaths.INSTANCE_CONFIG))
                .isEqualTo("containerRuntimeEndpoint: \"unix:///var/run/containerd/containerd.sock\"\n");
        assertThat(join.files.content(NodePaths.KUBELET_FLAGS)).isEqualTo("KUBELET_KUBEADM_ARGS=\"\"\n");
        assertThat(join.files.content(NodePaths.KUBELET_CONFIG))
                .contains("containerRuntimeEndpoint: unix:///var/run/containerd/containerd.sock")
                .contains("cgroupDriver: cgroupfs")
                .contains("rotateCertificates: true")
                .doesNotContain("resolvConf");
    }

    @Test
    void the_certificate_belongs_to_the_key_that_was_there_before() {
        join.run();

        var pair = KubeletCertificatePair.parse(join.files.content(NodePaths.CURRENT_PAIR));
        var key = NodeKey.parse(join.files.content(NodePaths.NODE_KEY));
        assertThat(pair.key().publicKeyInfo()).isEqualTo(key.publicKeyInfo());
        assertThat(pair.isOfNodeAlone("worker-1")).isTrue();
    }

    @Test
    void where_systemd_resolves_names_the_kubelet_gets_its_resolver_file() {
        join.kubelet.withSystemdResolved();
        join.run();

        assertThat(join.files.content(NodePaths.KUBELET_CONFIG))
                .contains("resolvConf: /run/systemd/resolve/resolv.conf");
    }

    @Test
    void taints_reach_the_kubelet_by_file_and_by_command_line() {
        var taint = new Taint("nodejoin.dev/uninitialized", "", "NoSchedule");
        join.to(Goals.worker(AUTHORITY, ScriptedCluster.TOKEN, taint)).run();

        assertThat(join.files.content(NodePaths.KUBELET_FLAGS))
                .isEqualTo("KUBELET_KUBEADM_ARGS=\"--register-with-taints=nodejoin.dev/uninitialized:NoSchedule\"\n");
        assertThat(join.kubelet.calls())
                .containsExactly("stop", "start [--register-with-taints=nodejoin.dev/uninitialized:NoSchedule]");
    }

    @Test
    void the_requests_are_those_of_kubeadm_and_then_of_a_bootstrapping_kubelet() {
        join.run();

        var request = join.cluster.requests().keySet().iterator().next();
        assertThat(join.cluster.calls())
                .containsExactly(
                        "system:bootstrap:abcdef get configmap kube-public/cluster-info",
                        "system:bootstrap:abcdef get configmap kube-system/kubeadm-config",
                        "system:bootstrap:abcdef get configmap kube-system/kubelet-config",
                        "system:bootstrap:abcdef get node worker-1",
                        "system:bootstrap:abcdef create request " + request,
                        "system:bootstrap:abcdef watch request " + request,
                        "CN=system:node:worker-1,O=system:nodes get node worker-1");
    }

    @Test
    void the_lines_are_those_that_users_of_kubeadm_know() {
        join.run();

        assertThat(join.out.toString())
                .containsSubsequence(
                        "[identity] Made the node key /etc/kubernetes/nodejoin/node.key (sha256:",
                        "[preflight] Reading configuration from the \"kubeadm-config\" ConfigMap in namespace \"kube-system\"...",
                        "[certificate] Created the certificate signing request \"node-csr-",
                        "[certificate] Waiting for its approval. This can take up to 5m0s",
                        "[kubelet-start] Writing kubelet configuration to file \"/var/lib/kubelet/instance-config.yaml\"",
                        "[kubelet-start] Writing kubelet configuration to file \"/var/lib/kubelet/config.yaml\"",
                        "[kubelet-start] Writing kubelet environment file with flags to file \"/var/lib/kubelet/kubeadm-flags.env\"",
                        "[kubelet-start] Starting the kubelet",
                        "[kubelet-check] Waiting for a healthy kubelet at http://127.0.0.1:10248/healthz. This can take up to 4m0s",
                        "[kubelet-check] The kubelet is healthy after 0s",
                        "[join] Time per phase: identity 0s, discovery 0s, preflight 0s, certificate 0s",
                        "\nThis node has joined the cluster:\n",
                        "kubectl get nodes");
    }

    @Test
    void nothing_that_is_printed_is_secret() {
        join.run();

        var key = NodeKey.parse(join.files.content(NodePaths.NODE_KEY))
                .toPem()
                .lines()
                .skip(1)
                .findFirst();
        assertThat(join.out + join.err.toString())
                .doesNotContain("0123456789abcdef")
                .doesNotContain(key.orElseThrow())
                .doesNotContain("PRIVATE KEY");
    }

    @Test
    void cluster_info_that_may_not_be_read_is_not_needed() {
        join.cluster.fails("get configmap kube-public", new Forbidden("configmaps is forbidden"));
        join.run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void cluster_info_with_another_server_is_only_worth_a_warning() {
        var other = Kubeconfig.bootstrap(
                "",
                "https://other.test:6443",
                AUTHORITY.pem(),
                dev.nodejoin.protocol.token.BootstrapToken.parse(ScriptedCluster.TOKEN));
        join.cluster.configMap("kube-public/cluster-info", Map.of("kubeconfig", other.write()));
        join.run();

        assertThat(join.err.toString()).contains("cluster-info names the server https://other.test:6443");
        assertThat(join.files.content(NodePaths.KUBELET_CONF)).contains(Goals.SERVER);
    }

    @Test
    void an_api_server_that_comes_up_late_is_waited_for() {
        join.cluster.fails(
                "get configmap kube-public",
                Collections.nCopies(20, new Unreachable("refused")).toArray(ClusterProblem[]::new));
        join.run();

        assertThat(join.err.toString().lines()).hasSize(1).first().asString().contains("trying again for at most 5m0s");
        assertThat(join.clock.steady()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(2));
    }

    @Test
    void an_api_server_that_never_comes_up_is_not_waited_for_longer_than_the_limit() {
        join.cluster.fails(
                "get configmap kube-public",
                Collections.nCopies(500, new Unreachable("refused")).toArray(ClusterProblem[]::new));

        assertThat(join.failure().code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(join.clock.steady()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_server_that_is_not_trusted_is_not_asked_again() {
        join.cluster.fails(
                "get configmap kube-public",
                new Untrusted("its certificate was not issued by a CA certificate that is trusted here"));

        assertThat(join.failure().sentence()).contains("can't be trusted").contains("not issued by a CA");
        assertThat(join.clock.steady()).isZero();
        assertThat(join.files.paths()).containsExactly(NodePaths.NODE_KEY);
    }

    @Test
    void a_token_that_one_api_server_does_not_know_yet_gets_a_few_seconds() {
        join.cluster.fails(
                "get configmap kube-public", new ClusterProblem.Unauthorized(), new ClusterProblem.Unauthorized());
        join.run();

        assertThat(join.clock.steady()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void an_unknown_token_ends_the_run_within_seconds() {
        join.cluster.knowsOnlyToken("zzzzzz.0123456789abcdef");

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.sentence()).contains("wrong, expired or revoked").contains("ask for a new hand-off");
        assertThat(join.clock.steady()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_token_without_rights_ends_the_run_with_what_it_may_not_do() {
        join.cluster.fails("get configmap kube-system/kubeadm-config", new Forbidden("no"));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.sentence()).contains("may not read ConfigMap kube-system/kubeadm-config: no");
    }

    @Test
    void a_missing_configuration_is_named() {
        join.cluster.withoutConfigMap("kube-system/kubelet-config");

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.CLUSTER);
        assertThat(failure.sentence()).contains("kube-system/kubelet-config").contains("upload-config");
    }

    @Test
    void a_configuration_that_can_not_be_used_is_named() {
        join.cluster.configMap("kube-system/kubelet-config", Map.of("kubelet", "kind: Something\n"));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.CLUSTER);
        assertThat(failure.sentence()).contains("KubeletConfiguration");
    }

    @Test
    void a_ready_node_of_the_name_stops_the_join_before_anything_is_asked_for() {
        join.cluster.node("worker-1", new NodeView("uid-old", true, "2026-11-24T09:59:50Z"));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.NAME_TAKEN);
        assertThat(join.cluster.requests()).isEmpty();
        assertThat(join.files.paths()).containsExactly(NodePaths.NODE_KEY);
    }

    @Test
    void a_node_that_is_not_ready_is_taken_over_once_its_new_kubelet_has_reported() {
        join.cluster.node("worker-1", new NodeView("uid-old", false, "2026-11-20T00:00:00Z"));
        join.run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void an_old_node_object_alone_is_no_registration() {
        join.cluster.node("worker-1", new NodeView("uid-old", false, "2026-11-20T00:00:00Z"));
        join.kubelet.neverRegisters();

        assertThat(join.failure().code()).isEqualTo(ExitCode.NOT_REGISTERED);
    }

    @Test
    void a_denied_request_ends_the_run_with_the_reason() {
        join.cluster.decides(request -> new Decision.Denied("KeyMismatch", "the key is not the pinned one"));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.DENIED);
        assertThat(failure.sentence()).contains("KeyMismatch: the key is not the pinned one");
        assertThat(join.files.paths()).containsExactly(NodePaths.NODE_KEY);
    }

    @Test
    void a_failed_request_ends_the_run_with_the_reason() {
        join.cluster.decides(request -> new Decision.Failed("SignerValidationFailure", "bad"));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.DENIED);
        assertThat(failure.sentence()).contains("the signer refused").contains("SignerValidationFailure: bad");
    }

    @Test
    void an_approval_that_does_not_come_ends_the_run_at_the_limit() {
        join.cluster.neverDecides();

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.NOT_APPROVED);
        assertThat(failure.sentence()).contains("was not approved within 5m0s").contains("goes on where it stopped");
        assertThat(join.clock.steady()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void an_approval_without_certificate_says_so() {
        join.cluster.decides(request -> new Decision.Approved());

        assertThat(join.failure().sentence())
                .contains("is approved, but no certificate was issued within 5m0s")
                .contains("whoever holds the key has to sign the request")
                .endsWith(", then run the same command again, it goes on where it stopped");
    }

    @Test
    void the_wait_for_a_foreign_signer_is_seen_and_says_what_has_to_be_done() {
        join.cluster.decides(request -> join.clock.steady().compareTo(Duration.ofSeconds(100)) < 0
                ? new Decision.Approved()
                : join.cluster.issued(request));
        join.run();

        assertThat(join.out.toString().lines().filter(line -> line.contains("has not issued")))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("[certificate] The request \"node-csr-")
                                .contains("is approved, but its signer, kubernetes.io/kube-apiserver-client-kubelet,")
                                .contains("whoever holds the key has to sign the request (kubectl get csr node-csr-")
                                .contains("put the certificate into its status.certificate"),
                        reminder -> assertThat(reminder).endsWith("has not issued the certificate yet"));
        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void a_signer_that_takes_a_moment_is_not_talked_about() {
        join.cluster.decides(request -> join.clock.steady().compareTo(Duration.ofSeconds(4)) < 0
                ? new Decision.Approved()
                : join.cluster.issued(request));
        join.run();

        assertThat(join.out.toString()).doesNotContain("has not issued");
    }

    @Test
    void approval_first_and_the_certificate_later_is_one_wait() {
        var looks = new AtomicInteger();
        join.cluster.decides(
                request -> looks.getAndIncrement() < 3 ? new Decision.Approved() : join.cluster.issued(request));
        join.run();

        assertThat(join.out.toString()).containsOnlyOnce("Waiting for its approval");
    }

    @Test
    void a_token_that_is_revoked_while_the_join_waits_ends_it() {
        var looks = new AtomicInteger();
        join.cluster.decides(request -> {
            if (looks.getAndIncrement() == 2) {
                join.cluster.knowsOnlyToken("zzzzzz.0123456789abcdef");
            }
            return request.decision();
        });

        assertThat(join.failure().code()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void trouble_on_the_way_while_waiting_only_costs_time() {
        join.cluster.fails("watch request", new Unreachable("reset"), new ClusterProblem.Busy(503, "starting"));
        join.run();

        assertThat(join.clock.steady()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_request_that_is_deleted_while_the_join_waits_is_made_again_within_the_same_limit() {
        join.cluster.deletesRequests();

        assertThat(join.failure().code()).isEqualTo(ExitCode.NOT_APPROVED);
        assertThat(join.clock.steady()).isEqualTo(Duration.ofMinutes(5));
        assertThat(join.cluster.calls().stream().filter(call -> call.contains("create request")))
                .hasSizeBetween(2, 302);
    }

    @Test
    void a_certificate_of_another_authority_is_not_installed() {
        var other = TestAuthority.named("other");
        join.cluster.decides(request ->
                new Decision.Issued(other.issue(request.requestPem(), join.clock.now(), Duration.ofDays(1))));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.DENIED);
        assertThat(failure.sentence()).contains("no CA certificate of this cluster issued it");
        assertThat(join.files.paths()).containsExactly(NodePaths.NODE_KEY);
    }

    @Test
    void a_certificate_for_another_node_is_not_installed() {
        join.cluster.decides(request -> new Decision.Issued(
                AUTHORITY.issueFor("O=system:nodes,CN=system:node:other", request.requestPem(), join.clock.now())));

        assertThat(join.failure().sentence()).contains("it is for CN=system:node:other,O=system:nodes");
    }

    @Test
    void a_kubelet_that_does_not_get_healthy_ends_the_run_at_the_limit() {
        join.kubelet.neverHealthy();

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.KUBELET);
        assertThat(failure.sentence()).contains("http://127.0.0.1:10248/healthz within 240 s");
    }

    @Test
    void a_kubelet_command_that_ends_at_once_is_not_waited_for() {
        join.kubelet.endsEarly("the kubelet command \"kubelet\" ended with exit code 1");

        assertThat(join.failure().sentence()).contains("ended with exit code 1");
        assertThat(join.clock.steady()).isZero();
    }

    @Test
    void a_kubelet_that_can_not_be_stopped_is_not_given_half_of_its_files() {
        join.kubelet.cannotBeStopped();

        assertThat(join.failure().code()).isEqualTo(ExitCode.KUBELET);
        assertThat(join.files.paths()).containsExactly(NodePaths.NODE_KEY);
    }

    @Test
    void a_node_that_is_not_registered_ends_the_run_at_the_limit() {
        join.kubelet.neverRegisters();

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.NOT_REGISTERED);
        assertThat(failure.sentence()).contains("no Node \"worker-1\" was registered within 120 s");
    }
}
