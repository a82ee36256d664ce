package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.FakeClock;
import dev.nodejoin.agent.fixture.Goals;
import dev.nodejoin.agent.fixture.ScriptedCluster;
import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.Action.Abort;
import dev.nodejoin.agent.plan.Action.AwaitCertificate;
import dev.nodejoin.agent.plan.Action.InstallCertificate;
import dev.nodejoin.agent.plan.Action.StopKubelet;
import dev.nodejoin.agent.plan.Action.SubmitRequest;
import dev.nodejoin.agent.plan.Action.WriteFile;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinPlanTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final JoinGoal GOAL = Goals.worker(AUTHORITY, ScriptedCluster.TOKEN);
    private static final NodeKey KEY = NodeKey.generate(new SecureRandom());
    private static final ClusterSettings SETTINGS = ClusterSettings.of(
            GOAL, ScriptedCluster.CLUSTER_CONFIGURATION, ScriptedCluster.KUBELET_CONFIGURATION, false);
    private static final String NAME = RequestJudgement.firstName(GOAL, KEY);
    private static final KubeletCertificatePair PAIR = pair(AUTHORITY, KEY);

    private static final JoinState EMPTY = JoinState.onDisk(Optional.empty(), Optional.empty(), Map.of());
    private static final JoinState READY_TO_ASK =
            EMPTY.withKey(KEY).withDiscovery().withSettings(SETTINGS).withNameCheck(new NameCheck.Free());
    private static final JoinState CERTIFIED = JoinState.onDisk(Optional.of(KEY), Optional.of(PAIR), Map.of())
            .withDiscovery()
            .withSettings(SETTINGS);

    @Test
    void the_key_comes_first() {
        assertThat(next(EMPTY)).isEqualTo(new Action.MakeKey());
    }

    @Test
    void then_the_server_is_discovered_with_the_ticket() {
        assertThat(next(EMPTY.withKey(KEY))).isEqualTo(new Action.Discover(Credential.BOOTSTRAP));
    }

    @Test
    void with_a_certificate_the_ticket_is_not_used_any_more() {
        var state = JoinState.onDisk(Optional.empty(), Optional.of(PAIR), Map.of());

        assertThat(next(state)).isEqualTo(new Action.Discover(Credential.NODE));
        assertThat(next(state.withDiscovery())).isEqualTo(new Action.ReadConfiguration(Credential.NODE));
    }

    @Test
    void the_name_is_checked_before_a_certificate_is_asked_for() {
        assertThat(next(EMPTY.withKey(KEY).withDiscovery().withSettings(SETTINGS)))
                .isEqualTo(new Action.CheckName(Credential.BOOTSTRAP));
        assertThat(next(READY_TO_ASK)).isEqualTo(new SubmitRequest(NAME));
    }

    @Test
    void an_undecided_request_is_waited_for() {
        var request = request(NAME, "system:bootstrap:abcdef", new Decision.Undecided());

        assertThat(next(READY_TO_ASK.withRequest(Optional.of(request)))).isEqualTo(new AwaitCertificate(request));
    }

    @Test
    void an_issued_certificate_is_installed_on_a_stopped_kubelet() {
        var state = READY_TO_ASK.withRequest(Optional.of(request(NAME, "system:bootstrap:abcdef", issued(KEY))));

        assertThat(next(state)).isEqualTo(new StopKubelet());
        assertThat(next(state.withKubelet(KubeletState.STOPPED))).isInstanceOf(InstallCertificate.class);
    }

    @Test
    void a_request_with_another_key_under_our_name_is_never_waited_for() {
        var other = NodeKey.generate(new SecureRandom());
        var foreign = new SigningRequest(
                NAME,
                "1",
                "system:bootstrap:abcdef",
                RequestJudgement.SIGNER,
                RequestJudgement.USAGES,
                other.certificateRequestPem("worker-1"),
                new Decision.Undecided());

        assertThat(next(READY_TO_ASK.withRequest(Optional.of(foreign)))).isEqualTo(new SubmitRequest(NAME + "-abcdef"));
    }

    @Test
    void a_request_for_another_signer_or_usage_under_our_name_is_never_waited_for() {
        var otherSigner = new SigningRequest(
                NAME,
                "1",
                "system:bootstrap:abcdef",
                "example.com/signer",
                RequestJudgement.USAGES,
                KEY.certificateRequestPem("worker-1"),
                new Decision.Undecided());
        var otherUsages = new SigningRequest(
                NAME,
                "1",
                "system:bootstrap:abcdef",
                RequestJudgement.SIGNER,
                List.of("server auth"),
                KEY.certificateRequestPem("worker-1"),
                new Decision.Undecided());

        assertThat(next(READY_TO_ASK.withRequest(Optional.of(otherSigner)))).isInstanceOf(SubmitRequest.class);
        assertThat(next(READY_TO_ASK.withRequest(Optional.of(otherUsages)))).isInstanceOf(SubmitRequest.class);
    }

    @Test
    void a_foreign_request_under_both_names_ends_the_join() {
        var foreign = new SigningRequest(
                NAME + "-abcdef",
                "1",
                "mallory",
                RequestJudgement.SIGNER,
                RequestJudgement.USAGES,
                "not a request",
                new Decision.Undecided());

        assertThat(next(READY_TO_ASK.withRequest(Optional.of(foreign))))
                .isInstanceOfSatisfying(
                        Abort.class, abort -> assertThat(abort.failure().code()).isEqualTo(ExitCode.DENIED));
    }

    @Test
    void files_are_written_only_while_the_kubelet_is_stopped_and_kubelet_conf_last() {
        assertThat(next(CERTIFIED)).isEqualTo(new StopKubelet());
        var state = CERTIFIED.withKubelet(KubeletState.STOPPED);
        for (var file : SETTINGS.files()) {
            assertThat(next(state)).isEqualTo(new WriteFile(file));
            state = state.withFile(file);
        }

        assertThat(SETTINGS.files().getLast().path()).isEqualTo(NodePaths.KUBELET_CONF);
        assertThat(next(state)).isEqualTo(new Action.StartKubelet());
    }

    @Test
    void with_all_files_in_place_a_running_kubelet_is_left_running() {
        var state = CERTIFIED;
        for (var file : SETTINGS.files()) {
            state = state.withFile(file);
        }

        assertThat(next(state)).isEqualTo(new Action.ProbeKubelet());
        assertThat(next(state.withKubelet(KubeletState.HEALTHY))).isEqualTo(new Action.AwaitRegistration());
        assertThat(next(state.withKubelet(KubeletState.STARTED))).isEqualTo(new Action.AwaitHealthyKubelet());
        assertThat(next(state.withKubelet(KubeletState.HEALTHY).withRegistration()))
                .isEqualTo(new Action.Finish());
    }

    @Test
    void a_certificate_that_has_expired_counts_as_none() {
        var later = FakeClock.START.plus(Duration.ofDays(400));
        var state = JoinState.onDisk(Optional.of(KEY), Optional.of(PAIR), Map.of());

        assertThat(JoinPlan.next(GOAL, state, later)).isEqualTo(new Action.Discover(Credential.BOOTSTRAP));
    }

    @Test
    void a_certificate_of_another_cluster_counts_as_none() {
        var foreign = pair(TestAuthority.named("other"), KEY);
        var state = JoinState.onDisk(Optional.of(KEY), Optional.of(foreign), Map.of());

        assertThat(next(state)).isEqualTo(new Action.Discover(Credential.BOOTSTRAP));
    }

    @Test
    void a_state_does_not_print_keys_or_files() {
        var file = new WantedFile(NodePaths.KUBELET_CONF, "sensitive", FileMode.PRIVATE);
        var state = CERTIFIED.withFile(file);
        var body = KEY.toPem().lines().skip(1).findFirst().orElseThrow();

        assertThat(state.toString()).doesNotContain(body);
        assertThat(state.files().toString()).doesNotContain("sensitive");
        assertThat(new WriteFile(file).toString()).doesNotContain("sensitive").contains(NodePaths.KUBELET_CONF);
    }

    private static Action next(JoinState state) {
        return JoinPlan.next(GOAL, state, FakeClock.START);
    }

    private static SigningRequest request(String name, String requester, Decision decision) {
        return new SigningRequest(
                name,
                "1",
                requester,
                RequestJudgement.SIGNER,
                RequestJudgement.USAGES,
                KEY.certificateRequestPem("worker-1"),
                decision);
    }

    private static Decision issued(NodeKey key) {
        return new Decision.Issued(
                AUTHORITY.issue(key.certificateRequestPem("worker-1"), FakeClock.START, Duration.ofDays(365)));
    }

    private static KubeletCertificatePair pair(TestAuthority authority, NodeKey key) {
        var pem = authority.issue(key.certificateRequestPem("worker-1"), FakeClock.START, Duration.ofDays(365));
        return new KubeletCertificatePair(CertificateBundle.parse(pem), key);
    }
}
