package dev.nodejoin.agent.join;

import static dev.nodejoin.agent.join.JoinRun.AUTHORITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.Bootstrap;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.JoinExtent;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.NodeView;
import dev.nodejoin.agent.preflight.FactsBuilder;
import dev.nodejoin.agent.preflight.IgnoredChecks;
import dev.nodejoin.agent.preflight.PreflightOrder;
import dev.nodejoin.agent.preflight.Trust;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.pki.NodeKey;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Joins of machines on which a kubelet.conf with the node's credentials was laid down beforehand. */
class PredefinedJoinTest {
    private static final NodeKey KEY = NodeKey.generate(new SecureRandom());
    private static final JoinGoal WITH_TOKEN = Goals.worker(AUTHORITY, ScriptedCluster.TOKEN);
    private static final String CERTIFICATE = certificate("worker-1", FakeClock.START);
    private static final String LAID_DOWN =
            "* The kubelet runs with the credentials that were laid down in /etc/kubernetes/kubelet.conf";
    private static final String ISSUED = "* The kubelet runs with that certificate, and";

    private final JoinRun join = new JoinRun().to(goal(true));

    @Test
    void the_file_is_kept_and_nothing_is_asked_for() {
        var laidDown = layDown(embedded(AUTHORITY, CERTIFICATE, KEY));
        join.run();

        assertThat(join.files.content(NodePaths.KUBELET_CONF)).isEqualTo(laidDown);
        assertThat(join.cluster.requests()).isEmpty();
        assertThat(join.cluster.calls())
                .allMatch(call -> call.startsWith("CN=system:node:worker-1,O=system:nodes get "));
        assertThat(join.files.paths())
                .containsExactlyInAnyOrder(
                        NodePaths.KUBELET_CONF,
                        "/etc/kubernetes/pki/ca.crt",
                        NodePaths.KUBELET_CONFIG,
                        NodePaths.INSTANCE_CONFIG,
                        NodePaths.KUBELET_FLAGS);
        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
        assertThat(join.out.toString())
                .contains("\nThis node has joined the cluster:\n", LAID_DOWN + ", and")
                .doesNotContain("signing request");
    }

    @Test
    void certificate_and_key_may_be_in_files_beside_it() {
        join.files.put("/etc/kubernetes/node.crt", CERTIFICATE, "rw-r--r--");
        join.files.put("/etc/kubernetes/node.pem", KEY.toPem(), "rw-------");
        layDown(kubeconfig(AUTHORITY, "client-certificate: node.crt", "client-key: /etc/kubernetes/node.pem"));
        join.run();

        assertThat(join.cluster.requests()).isEmpty();
    }

    @Test
    void unless_it_is_said_to_be_meant_it_stops_the_join_with_a_word_on_how_to_say_so() {
        layDown(embedded(AUTHORITY, CERTIFICATE, KEY));
        join.to(goal(false));

        var failure = join.failure();
        assertThat(failure.code()).isEqualTo(ExitCode.FILES);
        assertThat(failure.sentence()).contains("--ignore-preflight-errors=FileAvailable--etc-kubernetes-kubelet.conf");
    }

    @Test
    void what_it_names_is_not_looked_at_unless_it_is_meant() {
        join.files.putUnreadable("/etc/kubernetes/node.pem");
        layDown(kubeconfig(AUTHORITY, "client-certificate: node.pem", "client-key: node.pem"));

        assertThat(join.failure().sentence()).contains("/etc/kubernetes/node.pem can't be read");
        assertThat(join.to(goal(false)).failure().sentence()).doesNotContain("node.pem");
    }

    @Test
    void where_none_was_laid_down_a_certificate_is_asked_for_as_ever() {
        join.to(WITH_TOKEN.within(JoinExtent.WHOLE.keepingKubeconfig(true))).run();

        assertThat(join.cluster.requests()).hasSize(1);
    }

    @Test
    void without_token_and_file_there_is_nothing_to_begin_with() {
        var failure = join.failure();

        assertThat(failure.code()).isEqualTo(ExitCode.TICKET);
        assertThat(failure.sentence()).contains("there is no token");
        assertThat(join.cluster.calls()).isEmpty();
        assertThat(join.files.paths()).isEmpty();
    }

    @Test
    void credentials_of_another_node_are_refused() {
        layDown(embedded(AUTHORITY, certificate("worker-2", FakeClock.START), KEY));

        refused("its certificate is for CN=system:node:worker-2,O=system:nodes");
    }

    @Test
    void credentials_that_have_expired_are_refused() {
        layDown(embedded(AUTHORITY, certificate("worker-1", FakeClock.START.minus(Duration.ofDays(30))), KEY));

        refused("its certificate expired at ");
    }

    @Test
    void credentials_of_the_future_are_refused_with_a_word_on_the_clock() {
        layDown(embedded(AUTHORITY, certificate("worker-1", FakeClock.START.plus(Duration.ofDays(1))), KEY));

        refused("is this machine's clock right?");
    }

    @Test
    void a_key_that_does_not_fit_is_refused() {
        layDown(embedded(AUTHORITY, CERTIFICATE, NodeKey.generate(new SecureRandom())));

        refused("does not belong to the certificate");
    }

    @Test
    void another_cluster_s_file_is_refused() {
        layDown(embedded(TestAuthority.named("kubernetes"), CERTIFICATE, KEY));

        refused("it trusts no CA certificate of this cluster");
    }

    @Test
    void a_file_without_a_certificate_is_refused() {
        layDown(kubeconfig(AUTHORITY, "token: precious"));

        refused("no client certificate and key");
        assertThat(join.err.toString()).doesNotContain("precious");
    }

    @Test
    void a_file_that_names_what_is_not_there_is_refused() {
        layDown(kubeconfig(AUTHORITY, "client-certificate: gone.crt", "client-key: gone.key"));

        refused("it names gone.crt, and there is no such file");
    }

    @Test
    void what_is_no_kubeconfig_is_refused() {
        layDown("kind: Something\n");

        refused("this is no kubeconfig");
    }

    @Test
    void the_place_of_a_ready_node_is_not_taken() {
        layDown(embedded(AUTHORITY, CERTIFICATE, KEY));
        join.cluster.node("worker-1", new NodeView("uid-old", true, "2026-11-24T09:59:50Z"));

        assertThat(join.failure().code()).isEqualTo(ExitCode.NAME_TAKEN);
    }

    @Test
    void a_run_after_a_complete_one_finds_nothing_to_do() {
        layDown(embedded(AUTHORITY, CERTIFICATE, KEY));
        join.run();
        join.run();

        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
    }

    @Test
    void killed_after_any_change_of_a_file_the_next_run_completes_the_join() {
        for (int changes = 1; changes <= 4; changes++) {
            var killed = new JoinRun().to(goal(true));
            killed.files.put(NodePaths.KUBELET_CONF, embedded(AUTHORITY, CERTIFICATE, KEY), "rw-------");
            killed.killAfterChange(changes);
            killed.run();

            assertThat(killed.kubelet.runsOnCurrentFiles())
                    .as("after %d", changes)
                    .isTrue();
        }
    }

    /** The kubelet renews its certificate in a place of its own, and the file stays as it was. */
    @Test
    void the_kubelet_s_renewed_certificate_takes_the_place_of_one_that_has_expired() {
        layDown(embedded(AUTHORITY, certificate("worker-1", FakeClock.START.minus(Duration.ofDays(30))), KEY));
        join.files.put(NodePaths.CURRENT_PAIR, CERTIFICATE + KEY.toPem(), "rw-------");
        join.run();

        assertThat(join.cluster.requests()).isEmpty();
        assertThat(join.out.toString()).contains(ISSUED).doesNotContain(LAID_DOWN);
    }

    /** It renews it long before the old one has expired. */
    @Test
    void a_kubelet_that_has_renewed_its_certificate_does_not_run_with_the_one_that_was_laid_down() {
        layDown(embedded(AUTHORITY, certificate("worker-1", FakeClock.START.minus(Duration.ofDays(6))), KEY));
        join.files.put(NodePaths.CURRENT_PAIR, CERTIFICATE + KEY.toPem(), "rw-------");
        join.run();

        assertThat(join.out.toString()).contains(ISSUED).doesNotContain(LAID_DOWN);
    }

    /** Only its age can be made good elsewhere. */
    @Test
    void a_usable_pair_beside_it_makes_no_other_file_good() {
        join.files.put(NodePaths.CURRENT_PAIR, CERTIFICATE + KEY.toPem(), "rw-------");
        layDown(embedded(TestAuthority.named("kubernetes"), CERTIFICATE, KEY));
        refused("it trusts no CA certificate of this cluster");

        layDown(embedded(AUTHORITY, certificate("worker-2", FakeClock.START), KEY));
        refused("its certificate is for CN=system:node:worker-2,O=system:nodes");

        layDown(embedded(AUTHORITY, certificate("worker-2", FakeClock.START.minus(Duration.ofDays(30))), KEY));
        refused("its certificate is for CN=system:node:worker-2,O=system:nodes");

        layDown("kind: Something\n");
        refused("this is no kubeconfig");
    }

    /** As --ignore-preflight-errors=all says it, where no file was laid down. */
    @Test
    void a_file_of_an_earlier_join_is_written_anew_for_another_address_of_the_server() {
        var meant = JoinExtent.WHOLE.keepingKubeconfig(true);
        join.to(WITH_TOKEN.within(meant)).run();
        join.to(PredefinedJoinTest.goal(meant, "https://new.test:6443")).run();

        assertThat(join.files.content(NodePaths.KUBELET_CONF)).contains("server: https://new.test:6443");
        assertThat(join.kubelet.runsOnCurrentFiles()).isTrue();
    }

    @Test
    void a_kubelet_may_bootstrap_itself_where_a_file_would_have_been_kept() {
        bootstrap(content -> content.replace("default-auth", "other"));
        assertThat(join.out.toString())
                .contains("\nThis node has joined the cluster:\n", ISSUED)
                .doesNotContain(LAID_DOWN);

        join.out.getBuffer().setLength(0);
        join.run();
        assertThat(join.out.toString())
                .as("a run after it")
                .contains("\nThis node has joined the cluster:\n", ISSUED)
                .doesNotContain(LAID_DOWN);
    }

    /** Kubelets differ in which of its names they give to the file. */
    @Test
    void a_kubelet_that_bootstraps_itself_may_name_its_certificate_s_file_by_its_date() {
        bootstrap(
                content -> content.replace(NodePaths.CURRENT_PAIR, NodePaths.KUBELET_PKI + "/kubelet-client-now.pem"));

        assertThat(join.out.toString()).contains("\nThis node has joined the cluster:\n");
    }

    @Test
    void a_kubelet_that_bootstraps_itself_may_name_another_file_of_the_same_authorities() {
        join.files.put("/etc/kubernetes/authorities.pem", AUTHORITY.pem(), "rw-r--r--");
        bootstrap(content ->
                content.replaceAll("certificate-authority-data: \\S+", "certificate-authority: authorities.pem"));

        assertThat(join.files.content(NodePaths.KUBELET_CONF)).contains("certificate-authority: authorities.pem");
        assertThat(join.out.toString()).contains("\nThis node has joined the cluster:\n");
    }

    private void bootstrap(UnaryOperator<String> way) {
        join.kubelet.bootstraps(AUTHORITY, way);
        var meant = JoinExtent.WHOLE.keepingKubeconfig(true);
        join.to(WITH_TOKEN.with(Bootstrap.KUBELET, KubeletPatches.NONE).within(meant))
                .run();
    }

    @Test
    void preflight_lets_the_kubelet_of_a_complete_run_keep_its_port() {
        layDown(embedded(AUTHORITY, CERTIFICATE, KEY));
        join.run();
        preflight();
        join.run();

        assertThat(join.kubelet.calls()).containsExactly("stop", "start []");
    }

    private void preflight() {
        var order = new PreflightOrder(
                true,
                "worker-1",
                "unix:///run/cri.sock",
                "/etc/kubernetes/pki/ca.crt",
                Optional.empty(),
                new Trust.Authorities(AUTHORITY.bundle()),
                Optional.empty(),
                IgnoredChecks.of(List.of(JoinExtent.KEEPS_KUBECONFIG), List.of()));
        var found = Stream.of(NodePaths.KUBELET_CONF, "/etc/kubernetes/pki/ca.crt")
                .collect(toMap(path -> path, path -> join.files.read(path).orElseThrow()));
        new PreflightSteps(
                        () -> 0,
                        asked -> FactsBuilder.running(found),
                        join.clock,
                        new Transcript(new PrintWriter(join.out), new PrintWriter(join.err)))
                .run(order);
    }

    private void refused(String why) {
        var failure = join.failure();

        assertThat(failure.code()).isEqualTo(ExitCode.FILES);
        assertThat(failure.sentence())
                .startsWith(
                        "/etc/kubernetes/kubelet.conf, which was laid down with the node's credentials, can't be used: ")
                .contains(why);
        assertThat(join.cluster.calls()).isEmpty();
        assertThat(join.kubelet.calls()).isEmpty();
    }

    private String layDown(String kubeconfig) {
        join.files.put(NodePaths.KUBELET_CONF, kubeconfig, "rw-------");
        return kubeconfig;
    }

    /** A machine whose credentials are laid down and meant. */
    static JoinRun laidDown() {
        var run = new JoinRun().to(goal(true));
        run.files.put(NodePaths.KUBELET_CONF, embedded(AUTHORITY, CERTIFICATE, KEY), "rw-------");
        return run;
    }

    private static JoinGoal goal(boolean meant) {
        return goal(JoinExtent.WHOLE.keepingKubeconfig(meant), WITH_TOKEN.server());
    }

    private static JoinGoal goal(JoinExtent extent, String server) {
        return new JoinGoal(
                WITH_TOKEN.nodeName(),
                WITH_TOKEN.hostname(),
                WITH_TOKEN.registration(),
                WITH_TOKEN.criSocket(),
                server,
                WITH_TOKEN.caPem(),
                WITH_TOKEN.authorities(),
                WITH_TOKEN.caCertPath(),
                Optional.empty(),
                Optional.empty(),
                WITH_TOKEN.certificateLifetime(),
                extent,
                WITH_TOKEN.credentials(),
                WITH_TOKEN.bootstrap(),
                WITH_TOKEN.patches());
    }

    private static String certificate(String nodeName, Instant from) {
        return AUTHORITY.issue(KEY.certificateRequestPem(nodeName), from, Duration.ofDays(7));
    }

    private static String embedded(TestAuthority authority, String certificate, NodeKey key) {
        return kubeconfig(
                authority,
                "client-certificate-data: " + base64(certificate),
                "client-key-data: " + base64(key.toPem()));
    }

    private static String kubeconfig(TestAuthority authority, String... user) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: kubernetes
                  cluster:
                    server: https://other-way.test:6443
                    certificate-authority-data: %s
                contexts:
                - name: node
                  context: {cluster: kubernetes, user: node}
                current-context: node
                users:
                - name: node
                  user:
                    %s
                """.formatted(base64(authority.pem()), String.join("\n    ", user));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
