package dev.nodejoin.agent.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.PublishedInfo;
import dev.nodejoin.agent.fixture.ScriptedPublic;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Forbidden;
import dev.nodejoin.agent.plan.ClusterProblem.Refused;
import dev.nodejoin.agent.plan.ClusterProblem.Unauthorized;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.ExitCode;
import dev.nodejoin.agent.plan.Failure;
import dev.nodejoin.agent.plan.JoinOrder;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeadm.NodeRegistration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterDiscoveryTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final String TOKEN = "abcdef.0123456789abcdef";
    private static final String TYPED = "https://10.0.0.1:6443";
    private static final CaPin PIN = AUTHORITY.bundle().pins().getFirst();
    private static final PublishedInfo UNSIGNED = PublishedInfo.of(AUTHORITY.pem());
    private static final PublishedInfo SIGNED = UNSIGNED.signedBy(TOKEN);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final FakeClock clock = new FakeClock();
    private final ScriptedPublic server = new ScriptedPublic();
    private final Map<String, String> files = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_pinned_cluster_is_looked_at_twice_and_becomes_a_ticket() {
        server.publishes(SIGNED);
        var ticket = discover(byToken(PIN));

        assertThat(server.calls()).containsExactly("nobody " + TYPED, List.of(PIN) + " " + TYPED);
        assertThat(ticket.kubeconfig().server()).isEqualTo(Goals.SERVER);
        assertThat(ticket.kubeconfig().caPem()).contains(AUTHORITY.pem());
        assertThat(ticket.kubeconfig().bootstrapToken()).contains(BootstrapToken.parse(TOKEN));
        assertThat(clock.steady()).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void an_unpinned_cluster_is_looked_at_once_and_warned_of() {
        server.publishes(SIGNED);
        discover(byToken());

        assertThat(server.calls()).containsExactly("nobody " + TYPED);
        assertThat(err.toString()).contains("WARNING: the cluster's CA is believed by the token's signature alone");
    }

    @Test
    void a_signature_that_comes_late_is_waited_for_in_steps_of_five_seconds() {
        server.publishes(UNSIGNED).fails(new Unreachable("no route")).publishes(SIGNED);
        discover(byToken());

        assertThat(clock.steady()).isEqualTo(Duration.ofSeconds(10));
        assertThat(err.toString())
                .contains("is not signed for any token", "; trying again for at most 5m0s", "no route");
    }

    @Test
    void a_token_without_signature_fails_when_time_is_over() {
        server.publishes(UNSIGNED.signedBy("zzzzzz.0123456789abcdef"));

        fails(byToken(PIN), ExitCode.TOKEN_UNKNOWN, "no signature for token id abcdef");
        assertThat(clock.steady()).isEqualTo(LONGEST);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void a_wrong_token_and_a_wrong_pin_fail_at_once() {
        server.publishes(UNSIGNED.signedBy("abcdef.fedcba9876543210")).publishes(SIGNED);

        fails(byToken(PIN), ExitCode.TOKEN_WRONG, "its secret is wrong");
        fails(byToken(TestAuthority.named("x").bundle().pins().getFirst()), ExitCode.PIN_MISMATCH, PIN.toString());
        assertThat(clock.steady()).isZero();
    }

    @Test
    void a_cluster_that_changes_in_between_fails_at_once() {
        server.publishes(SIGNED)
                .publishes(PublishedInfo.of("https://other.test:6443", AUTHORITY.pem())
                        .signedBy(TOKEN));

        fails(byToken(PIN), ExitCode.CA_CHANGED, "read over verified TLS, differs");
        assertThat(clock.steady()).isZero();
    }

    @Test
    void every_problem_of_the_server_has_its_own_sentence() {
        for (var problem : Map.<ClusterProblem, Failure>of(
                        new Unreachable("no route"),
                        new Failure(ExitCode.UNREACHABLE, TYPED + " can't be reached: no route", ""),
                        new Untrusted("expired"),
                        new Failure(ExitCode.UNREACHABLE, TYPED + " can't be trusted: expired", ""),
                        new Unauthorized(),
                        new Failure(ExitCode.REFUSED, "answers no anonymous requests (HTTP 401)", ""),
                        new Forbidden("anonymous cannot get"),
                        new Failure(ExitCode.REFUSED, "credentials (HTTP 403): anonymous cannot get", ""),
                        new ClusterProblem.Busy(503, "later"),
                        new Failure(ExitCode.UNREACHABLE, "HTTP 503 later", ""),
                        new Refused(418, "teapot"),
                        new Failure(ExitCode.CLUSTER, "HTTP 418 teapot", ""),
                        new ClusterProblem.Unusable("not JSON"),
                        new Failure(ExitCode.CLUSTER, "unusable answer: not JSON", ""))
                .entrySet()) {
            var failure = failure(new ScriptedPublic().fails(problem.getKey()), byToken(PIN));

            assertThat(failure.code()).isEqualTo(problem.getValue().code());
            assertThat(failure.what()).contains(problem.getValue().what());
        }
    }

    @Test
    void a_cluster_without_cluster_info_is_told() {
        server.hasNoClusterInfo();

        fails(byToken(PIN), ExitCode.CLUSTER, "has no ConfigMap kube-public/cluster-info");
    }

    @Test
    void a_file_with_a_token_is_enough_and_nobody_is_asked() {
        files.put("/f", kubeconfig());
        var ticket = discover(byFile("/f", Optional.empty()));

        assertThat(ticket.kubeconfig().bootstrapToken()).contains(BootstrapToken.parse(TOKEN));
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void a_token_in_the_file_is_taken_though_a_join_could_do_without() {
        files.put("/f", kubeconfig());
        var laidDown = byFile("/f", Optional.empty());
        var other = BootstrapToken.parse("zzzzzz.0123456789abcdef");

        assertThat(discover(server, laidDown, false).kubeconfig().bootstrapToken())
                .contains(BootstrapToken.parse(TOKEN));
        assertThat(discover(server, byFile("/f", Optional.of(other)), false)
                        .kubeconfig()
                        .bootstrapToken())
                .contains(other);
    }

    @Test
    void a_join_that_can_do_without_a_token_reads_no_file_for_one() {
        files.put("/f", withUser("{tokenFile: /token}", "server: '" + Goals.SERVER + "', certificate-authority: /ca"));
        files.put("/ca", AUTHORITY.pem());
        files.put("/token", TOKEN);

        assertThat(discover(server, byFile("/f", Optional.empty()), false)
                        .kubeconfig()
                        .bootstrapToken())
                .isEmpty();
    }

    @Test
    void a_bootstrap_token_replaces_the_credentials_of_a_file() {
        files.put("/f", kubeconfig());
        var other = BootstrapToken.parse("zzzzzz.0123456789abcdef");

        assertThat(discover(byFile("/f", Optional.of(other))).kubeconfig().bootstrapToken())
                .contains(other);
    }

    @Test
    void authorities_and_token_may_be_in_files_of_their_own() {
        files.put("/f", """
                clusters: [{name: c, cluster: {server: 'https://api.test:6443', certificate-authority: /ca}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                users: [{name: u, user: {tokenFile: /token}}]
                current-context: x
                """);
        files.put("/ca", AUTHORITY.pem());
        files.put("/token", TOKEN + "\n");
        var ticket = discover(byFile("/f", Optional.empty()));

        assertThat(ticket.kubeconfig().caPem()).contains(AUTHORITY.pem());
        assertThat(ticket.kubeconfig().bootstrapToken()).contains(BootstrapToken.parse(TOKEN));
    }

    @Test
    void a_file_without_authorities_gets_those_that_a_publicly_trusted_server_publishes() {
        files.put("/f", withUser("{token: " + TOKEN + "}", "server: 'https://api.test:6443'"));
        server.publishes(UNSIGNED);

        assertThat(discover(byFile("/f", Optional.empty())).kubeconfig().caPem())
                .contains(AUTHORITY.pem());
        assertThat(server.calls()).containsExactly("machine https://api.test:6443");
    }

    @Test
    void a_file_without_credentials_and_no_token_is_told_what_to_do() {
        files.put("/f", withUser("{}", "server: 'https://api.test:6443'"));

        fails(byFile("/f", Optional.empty()), ExitCode.TICKET, "no credentials; give a token with --tls-bootstrap");
    }

    @Test
    void credentials_that_are_not_used_here_are_told() {
        for (var user : List.of(
                "{client-certificate: /c, client-key: /k}", "{username: u, password: p}", "{exec: {command: x}}")) {
            files.put("/f", withUser(user, "server: 'https://api.test:6443'"));

            fails(byFile("/f", Optional.empty()), ExitCode.TICKET, "this agent uses tokens alone");
        }
    }

    @Test
    void a_file_that_must_not_be_followed_is_refused() {
        refuses("insecure-skip-tls-verify: true", "insecure-skip-tls-verify is set");
        refuses("tls-server-name: other", "tls-server-name is set");
        refuses("proxy-url: 'http://p:1'", "give the proxy with --proxy");
        files.put("/f", "clusters: []");
        fails(
                byFile("/f", Optional.empty()),
                ExitCode.TICKET,
                "file /f can't be used: the kubeconfig names no cluster");
    }

    @Test
    void a_file_at_a_url_is_used_like_one_of_this_machine() {
        server.offers(kubeconfig().getBytes(UTF_8));

        assertThat(discover(byFile("https://x.test/f", Optional.empty()))
                        .kubeconfig()
                        .server())
                .isEqualTo(Goals.SERVER);
        assertThat(server.calls()).containsExactly("download https://x.test/f");
    }

    @Test
    void a_file_at_a_url_reads_no_files_of_this_machine() {
        files.put("/etc/shadow", "precious");
        server.offers(withUser("{tokenFile: /etc/shadow}", "server: 'https://api.test:6443'")
                .getBytes(UTF_8));

        fails(byFile("https://x.test/f", Optional.empty()), ExitCode.TICKET, "it names files of this machine");
    }

    @Test
    void a_url_that_gives_nothing_is_told_and_asked_once() {
        server.offersNothing(new Refused(404, ""));
        fails(byFile("https://x.test/f", Optional.empty()), ExitCode.TICKET, "the answer is HTTP 404, not 200");
        server.offersNothing(new Unreachable("no route"));
        fails(byFile("https://x.test/f", Optional.empty()), ExitCode.UNREACHABLE, "can't be fetched: no route");
        server.offersNothing(new Untrusted("strange"));
        fails(byFile("https://x.test/f", Optional.empty()), ExitCode.UNREACHABLE, "does not trust: strange");
        fails(byFile("https://x.test/{", Optional.empty()), ExitCode.TICKET, "it is not a URL");
        assertThat(clock.steady()).isZero();
    }

    @Test
    void a_secret_in_a_url_is_not_repeated() {
        server.offersNothing(new Refused(404, ""));

        fails(
                byFile("https://me:precious@x.test/f?key=precious", Optional.empty()),
                ExitCode.TICKET,
                "https://x.test/f ");
        assertThat(out.toString()).contains("https://x.test/f").doesNotContain("precious");
    }

    @Test
    void what_was_discovered_is_joined_as_a_ticket_is() {
        server.publishes(SIGNED);
        var goal =
                new JoinOrder(discover(byToken(PIN)), Optional.empty(), Optional.empty(), "Host-1", List.of()).goal();

        assertThat(goal.nodeName()).isEqualTo("host-1");
        assertThat(goal.server()).isEqualTo(Goals.SERVER);
        assertThat(goal.requester()).contains("system:bootstrap:abcdef");
    }

    private void refuses(String setting, String complaint) {
        files.put("/f", withUser("{token: x}", "server: 'https://api.test:6443', " + setting));

        fails(byFile("/f", Optional.empty()), ExitCode.TICKET, complaint);
    }

    private static String kubeconfig() {
        return Kubeconfig.discovery(Goals.SERVER, AUTHORITY.pem(), BootstrapToken.parse(TOKEN))
                .write();
    }

    private static String withUser(String user, String cluster) {
        return """
                clusters: [{name: c, cluster: {%s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                users: [{name: u, user: %s}]
                current-context: x
                """.formatted(cluster, user);
    }

    private static Discovery byToken(CaPin... pins) {
        var token = new BootstrapTokenDiscovery(
                BootstrapToken.parse(TOKEN), TYPED.substring("https://".length()), List.of(pins), pins.length == 0);
        return new Discovery(Optional.of(token), Optional.empty(), Optional.empty());
    }

    private static Discovery byFile(String location, Optional<BootstrapToken> token) {
        return new Discovery(Optional.empty(), Optional.of(location), token);
    }

    private Ticket discover(Discovery discovery) {
        return discover(server, discovery);
    }

    private Ticket discover(ScriptedPublic asked, Discovery discovery) {
        return discover(asked, discovery, true);
    }

    private Ticket discover(ScriptedPublic asked, Discovery discovery, boolean needsToken) {
        return new ClusterDiscovery(
                        asked,
                        path -> files.getOrDefault(path, "").getBytes(UTF_8),
                        clock,
                        new Transcript(new PrintWriter(out), new PrintWriter(err)))
                .discover(JoinConfiguration.of(discovery, NodeRegistration.DEFAULTS), needsToken, LONGEST);
    }

    private void fails(Discovery discovery, ExitCode code, String sentence) {
        var failure = failure(server, discovery);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.sentence()).contains(sentence).doesNotContain("0123456789abcdef", "precious");
    }

    private Failure failure(ScriptedPublic asked, Discovery discovery) {
        var thrown = catchThrowableOfType(JoinFailedException.class, () -> discover(asked, discovery));
        if (thrown == null) {
            throw new AssertionError("the discovery did not fail");
        }
        return thrown.failure();
    }
}
