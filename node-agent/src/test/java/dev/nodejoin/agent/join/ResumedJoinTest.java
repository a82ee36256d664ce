package dev.nodejoin.agent.join;

import static dev.nodejoin.agent.join.JoinRun.AUTHORITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.NodePaths;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ResumedJoinTest {
    private static final String NEXT_TOKEN = "ghijkl.0123456789abcdef";

    private final JoinRun join = new JoinRun();

    @Test
    void once_the_certificate_is_there_the_token_is_not_needed_any_more() {
        join.killAfterChange(4);
        join.cluster.knowsOnlyToken(NEXT_TOKEN);
        join.run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void a_run_after_a_complete_one_changes_nothing_and_restarts_nothing() {
        join.run();
        var before = join.files.snapshot();
        join.run();

        assertThat(join.files.snapshot()).isEqualTo(before);
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
        assertThat(join.cluster.requests()).hasSize(1);
    }

    @Test
    void a_changed_file_is_put_right_and_the_kubelet_restarted() {
        join.run();
        join.files.put(NodePaths.KUBELET_FLAGS, "KUBELET_KUBEADM_ARGS=\"--v=9\"\n", "rw-r--r--");
        join.run();

        assertThat(join.files.content(NodePaths.KUBELET_FLAGS)).isEqualTo("KUBELET_KUBEADM_ARGS=\"\"\n");
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []", "stop", "start []");
    }

    @Test
    void a_file_whose_mode_was_opened_is_put_right() {
        join.run();
        join.files.put(NodePaths.KUBELET_CONF, join.files.content(NodePaths.KUBELET_CONF), "rw-r--r--");
        join.run();

        assertThat(join.files.modes()).containsEntry(NodePaths.KUBELET_CONF, "rw-------");
    }

    @Test
    void a_credential_that_kubeadm_left_behind_is_removed_before_the_kubelet_starts() {
        join.files.put(NodePaths.BOOTSTRAP_KUBELET_CONF, "token: abcdef.0123456789abcdef", "rw-------");
        join.run();

        assertThat(join.files.paths()).doesNotContain(NodePaths.BOOTSTRAP_KUBELET_CONF);
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
    }

    @Test
    void the_key_of_an_earlier_identity_is_used() {
        var identity = new dev.nodejoin.agent.identity.NodeIdentity(join.files, new java.security.SecureRandom());
        var key = identity.make().publicKeyInfo();
        join.run();

        assertThat(join.out.toString())
                .contains("Using the node key /etc/kubernetes/nodejoin/node.key (" + key.sha256());
    }

    @Test
    void a_pending_request_of_an_earlier_run_is_waited_for_not_repeated() {
        join.cluster.neverDecides();
        join.failure();
        join.cluster.decides(join.cluster::issued);
        join.run();

        assertThat(join.cluster.requests()).hasSize(1);
        assertThat(join.out.toString()).contains("Found the certificate signing request");
    }

    @Test
    void a_pending_request_of_an_earlier_token_is_made_again_for_the_new_one() {
        join.cluster.neverDecides();
        join.failure();
        var first = join.cluster.requests().keySet().iterator().next();
        join.cluster
                .knowsOnlyToken(NEXT_TOKEN)
                .decides(request -> request.requester().equals("system:bootstrap:ghijkl")
                        ? join.cluster.issued(request)
                        : request.decision());
        join.to(Goals.worker(AUTHORITY, NEXT_TOKEN)).run();

        assertThat(join.cluster.requests()).containsOnlyKeys(first, first + "-ghijkl");
    }

    @Test
    void a_request_of_an_earlier_token_that_was_denied_does_not_count_against_the_new_one() {
        join.cluster.decides(request -> new Decision.Denied("Expired", "too late"));
        join.failure();
        join.cluster.knowsOnlyToken(NEXT_TOKEN).decides(join.cluster::issued);
        join.to(Goals.worker(AUTHORITY, NEXT_TOKEN)).run();

        assertThat(join.out.toString()).contains("This node has joined the cluster:");
    }

    @Test
    void a_denial_is_met_again_by_every_run_with_the_same_token() {
        join.cluster.decides(request -> new Decision.Denied("Refused", "no"));
        join.failure();
        join.cluster.decides(join.cluster::issued);

        assertThat(join.failure().code()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    void a_certificate_that_an_earlier_token_got_is_used_with_the_new_one() {
        var gone = new AtomicBoolean();
        join.cluster.decides(request -> {
            if (gone.compareAndSet(false, true)) {
                return request.decision();
            }
            return join.cluster.issued(request);
        });
        join.killAfterChange(1);
        join.cluster.decides(join.cluster::issued);
        join.killAfterChange(1);
        join.cluster.knowsOnlyToken(NEXT_TOKEN);
        join.to(Goals.worker(AUTHORITY, NEXT_TOKEN)).run();

        assertThat(join.cluster.requests()).hasSize(1);
    }

    @Test
    void a_kubelet_conf_of_another_cluster_stops_the_join_before_anything_is_asked_for() {
        join.files.put(NodePaths.KUBELET_CONF, "apiVersion: v1\nkind: Config\n", "rw-------");

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.FILES);
        assertThat(failure.sentence())
                .contains("/etc/kubernetes/kubelet.conf is there already")
                .contains("node-agent reset");
        assertThat(join.cluster.calls()).isEmpty();
    }

    @Test
    void authorities_of_another_cluster_stop_the_join_before_anything_is_asked_for() {
        join.files.put(
                "/etc/kubernetes/pki/ca.crt", TestAuthority.named("other").pem(), "rw-r--r--");

        assertThat(join.failure().sentence()).contains("/etc/kubernetes/pki/ca.crt is there already");
        assertThat(join.cluster.calls()).isEmpty();
    }

    @Test
    void authorities_that_hold_the_cluster_s_and_more_are_left_alone() {
        var both = AUTHORITY.pem() + TestAuthority.named("next").pem();
        join.files.put("/etc/kubernetes/pki/ca.crt", both, "rw-r--r--");
        join.run();

        assertThat(join.files.content("/etc/kubernetes/pki/ca.crt")).isEqualTo(both);
    }

    @Test
    void a_machine_that_is_another_node_of_the_cluster_is_not_renamed() {
        join.run();
        var order = Goals.order(java.util.Optional.of("worker-2"), AUTHORITY, ScriptedCluster.TOKEN);

        var failure = join.to(order.goal()).failure();
        assertThat(failure.code()).isEqualTo(ExitCode.FILES);
        assertThat(failure.sentence()).contains("is a node already").contains("CN=system:node:worker-1");
    }

    @Test
    void an_expired_certificate_is_replaced_with_the_same_key() {
        join.run();
        var key = join.files.content(NodePaths.NODE_KEY);
        join.clock.pause(java.time.Duration.ofDays(400));
        join.cluster.deleteRequests();
        join.cluster.node("worker-1", new dev.nodejoin.agent.plan.NodeView("uid-new", false, "2026-11-24T10:00:00Z"));
        join.cluster.decides(join.cluster::issued);
        join.kubelet.neverRegisters();

        assertThat(join.failure().code()).isEqualTo(ExitCode.NOT_REGISTERED);
        assertThat(join.files.content(NodePaths.NODE_KEY)).isEqualTo(key);
        assertThat(join.cluster.requests()).hasSize(1);
    }

    @Test
    void a_node_key_that_others_could_read_is_refused() {
        join.run();
        join.files.put(NodePaths.NODE_KEY, join.files.content(NodePaths.NODE_KEY), "rw-r-----");

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.FILES);
        assertThat(failure.sentence()).contains("rw-r-----, so others may know it");
    }
}
