package dev.nodejoin.operator.gate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.AutoApprover;
import dev.nodejoin.api.v1alpha1.BootstrapState;
import dev.nodejoin.api.v1alpha1.GateConditionType;
import dev.nodejoin.api.v1alpha1.NodeJoinGateSpec;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.api.v1alpha1.PublicClusterInfo;
import dev.nodejoin.api.v1alpha1.UnrequestedMode;
import dev.nodejoin.api.v1alpha1.UnrequestedSettings;
import dev.nodejoin.api.v1alpha1.UnrequestedStatus;
import dev.nodejoin.api.v1alpha1.UnrequestedToken;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.certificate.CertificateRules;
import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.policy.gate.AutoApproval;
import dev.nodejoin.policy.gate.BootstrapRequest;
import dev.nodejoin.policy.gate.ClusterRoleBindingFacts.Subject;
import dev.nodejoin.policy.gate.GateFacts;
import dev.nodejoin.policy.gate.GateFacts.Part;
import dev.nodejoin.policy.gate.InboxEntry;
import dev.nodejoin.policy.gate.InboxEntry.Decision;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.NodeKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the gate's status says and what follows from it. */
class GatePlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final String KUBEADMS_GROUP = "system:bootstrappers:kubeadm:default-node-token";
    private static final AutoApproval KUBEADMS = new AutoApproval(
            "kubeadm:node-autoapprove-bootstrap", "nodeclient", List.of(new Subject("Group", KUBEADMS_GROUP)));

    private Part binding = Part.AS_SHIPPED;
    private Protection protection = new Protection.Intact(List.of());
    private NodeJoinGateSpec spec = NodeJoinGateSpec.EMPTY;
    private NodeJoinGateStatus before = NodeJoinGateStatus.EMPTY;
    private Optional<String> clusterInfo = Optional.of("7");
    private Set<String> served = Set.of("nodejoin");
    private final List<AutoApproval> approvals = new ArrayList<>(List.of(KUBEADMS));
    private final List<BootstrapRequest> pending = new ArrayList<>();
    private final List<InboxEntry> inbox = new ArrayList<>();

    private GatePlan plan() {
        return GatePlanner.plan(
                new GateSnapshot(
                        3,
                        spec,
                        before,
                        new GateFacts(Part.AS_SHIPPED, binding),
                        protection,
                        approvals,
                        clusterInfo,
                        pending,
                        inbox,
                        served),
                NOW);
    }

    private void unrequested(UnrequestedMode mode, @Nullable String namespace) {
        spec = new NodeJoinGateSpec(null, new UnrequestedSettings(mode, namespace, null, null));
    }

    private void asks(String node, String token, int secondsAgo) {
        var pem = NodeKey.generate(new SecureRandom()).certificateRequestPem(node);
        var requested = new RequestedCertificate(
                "system:bootstrap:" + token,
                Set.of("system:bootstrappers", KUBEADMS_GROUP),
                CertificateRules.SIGNER,
                Set.of("digital signature", "client auth"),
                CertificateRequest.parse(pem.getBytes(StandardCharsets.US_ASCII)));
        pending.add(new BootstrapRequest("csr-" + node, "u", NOW.minusSeconds(secondsAgo), requested, false));
    }

    private void waits(Decision decision, Instant expiresAt) {
        inbox.add(new InboxEntry("nodejoin", "r", "u", "1", "abcdef", "sha256:0", decision, expiresAt));
    }

    @Test
    void closed_is_told_with_every_binding_that_would_approve_and_what_depends_on_it() {
        asks("w1", "abcdef", 60);
        var status = plan().status();
        assertThat(status.bootstrap()).isEqualTo(BootstrapState.CLOSED);
        assertThat(condition(GateConditionType.GATE_CLOSED)).isEqualTo("True Closed");
        assertThat(condition(GateConditionType.APPROVALS_PROTECTED)).isEqualTo("True Protected");
        assertThat(status.autoApprovers())
                .containsExactly(new AutoApprover(
                        "kubeadm:node-autoapprove-bootstrap", "nodeclient", List.of("Group " + KUBEADMS_GROUP), 1));
        assertThat(status.observedGeneration()).isEqualTo(3);
    }

    @Test
    void open_is_told_with_its_reason() {
        binding = Part.MISSING;
        assertThat(plan().status().bootstrap()).isEqualTo(BootstrapState.OPEN);
        assertThat(condition(GateConditionType.GATE_CLOSED)).isEqualTo("False NotApplied");
        assertThat(message(GateConditionType.GATE_CLOSED)).contains("deploy/gate.yaml", KUBEADMS.binding());
        approvals.clear();
        assertThat(message(GateConditionType.GATE_CLOSED)).contains("whoever creates one");
        binding = Part.DIFFERS;
        assertThat(condition(GateConditionType.GATE_CLOSED)).isEqualTo("False BindingDiffers");
    }

    @Test
    void broken_protection_is_told_with_what_is_missing() {
        protection = new Protection.Broken(List.of("ValidatingAdmissionPolicy nodejoin-status is missing"));
        assertThat(condition(GateConditionType.APPROVALS_PROTECTED)).isEqualTo("False Unprotected");
        assertThat(message(GateConditionType.APPROVALS_PROTECTED)).contains("nodejoin-status is missing");
    }

    @Test
    void cluster_info_is_left_unless_its_removal_is_asked_for() {
        assertThat(plan().effects()).isEmpty();
        assertThat(condition(GateConditionType.CLUSTER_INFO_PRIVATE)).isEqualTo("False Public");
        spec = new NodeJoinGateSpec(PublicClusterInfo.REMOVE, null);
        assertThat(plan().effects()).containsExactly(new GateEffect.HideClusterInfo("7"));
        assertThat(condition(GateConditionType.CLUSTER_INFO_PRIVATE)).isEqualTo("False Removing");
        clusterInfo = Optional.empty();
        assertThat(plan().effects()).isEmpty();
        assertThat(condition(GateConditionType.CLUSTER_INFO_PRIVATE)).isEqualTo("True Private");
    }

    @Test
    void ignored_is_what_nobody_asked_for_by_default() {
        asks("w1", "abcdef", 60);
        assertThat(plan().status().unrequested()).isNull();
        assertThat(plan().effects()).isEmpty();
        assertThat(condition(GateConditionType.INBOX_EFFECTIVE)).isEqualTo("False NoInbox");
    }

    @Test
    void reported_is_who_asks_and_since_when() {
        unrequested(UnrequestedMode.REPORT, null);
        asks("w1", "abcdef", 60);
        asks("w2", "abcdef", 30);
        asks("w3", "zzzzzz", 90);
        var told = told();
        assertThat(told.pendingRequests()).isEqualTo(3);
        assertThat(told.tokens())
                .containsExactly(
                        new UnrequestedToken("system:bootstrap:zzzzzz", 1, "csr-w3", "2026-03-01T08:58:30Z"),
                        new UnrequestedToken("system:bootstrap:abcdef", 2, "csr-w2", "2026-03-01T08:59:00Z"));
        assertThat(plan().effects()).isEmpty();
    }

    @Test
    void what_was_asked_for_just_now_may_still_be_approved_automatically() {
        unrequested(UnrequestedMode.INBOX, null);
        asks("w1", "abcdef", 2);
        assertThat(plan().effects()).isEmpty();
        assertThat(told().pendingRequests()).isZero();
        assertThat(plan().lookAgainAt()).contains(NOW.plusSeconds(1));
    }

    @Test
    void the_inbox_takes_in_who_waits() {
        unrequested(UnrequestedMode.INBOX, null);
        asks("w1", "abcdef", 3);
        assertThat(plan().effects()).singleElement().isInstanceOfSatisfying(GateEffect.TakeIn.class, taken -> {
            assertThat(taken.namespace()).isEqualTo("nodejoin");
            assertThat(taken.candidate().nodeName()).isEqualTo("w1");
            assertThat(taken.timeToLive()).isEqualTo(Duration.ofDays(1));
        });
        assertThat(condition(GateConditionType.INBOX_EFFECTIVE)).isEqualTo("True Effective");
    }

    @Test
    void an_inbox_behind_an_open_gate_says_that_it_has_only_what_is_left() {
        unrequested(UnrequestedMode.INBOX, null);
        binding = Part.MISSING;
        asks("w1", "abcdef", 60);
        assertThat(condition(GateConditionType.INBOX_EFFECTIVE)).isEqualTo("False GateOpen");
        assertThat(plan().effects()).hasSize(1);
    }

    @Test
    void an_inbox_where_nothing_is_served_takes_nobody_in() {
        unrequested(UnrequestedMode.INBOX, "elsewhere");
        asks("w1", "abcdef", 60);
        assertThat(condition(GateConditionType.INBOX_EFFECTIVE)).isEqualTo("False NamespaceNotServed");
        assertThat(plan().effects()).isEmpty();
    }

    @Test
    void whom_nobody_decided_in_time_is_withdrawn_even_without_an_inbox() {
        waits(Decision.NONE, NOW);
        waits(Decision.NONE, NOW.plusSeconds(10));
        waits(Decision.DENIED, NOW);
        waits(Decision.APPROVED, NOW);
        assertThat(plan().effects()).containsExactly(new GateEffect.Withdraw(inbox.getFirst()));
        assertThat(plan().lookAgainAt()).contains(NOW.plusSeconds(10));
    }

    @Test
    void a_status_that_is_right_is_planned_again_word_for_word() {
        unrequested(UnrequestedMode.REPORT, null);
        asks("w1", "abcdef", 60);
        before = plan().status();
        assertThat(plan().status()).isEqualTo(before);
    }

    @Test
    void a_condition_keeps_the_time_of_its_last_change() {
        before = plan().status();
        Objects.requireNonNull(before.conditions())
                .forEach(condition -> condition.setLastTransitionTime("2020-01-01T00:00:00Z"));
        binding = Part.MISSING;
        var after = plan().status();
        assertThat(after.conditions())
                .extracting(condition -> condition.getType() + " " + condition.getLastTransitionTime())
                .contains("GateClosed 2026-03-01T09:00:00Z", "ApprovalsProtected 2020-01-01T00:00:00Z");
    }

    @Test
    void an_event_is_for_each_opening_and_closing_and_for_each_token_that_appears() {
        unrequested(UnrequestedMode.REPORT, null);
        var quiet = plan().status();
        asks("w1", "abcdef", 60);
        var asked = plan().status();
        asks("w2", "abcdef", 30);
        binding = Part.MISSING;
        var opened = plan().status();
        assertThat(GateTransitions.between(quiet, quiet)).isEmpty();
        assertThat(GateTransitions.between(quiet, asked)).singleElement().satisfies(told -> {
            assertThat(told.reason()).isEqualTo("UnrequestedMachine");
            assertThat(told.message()).contains("system:bootstrap:abcdef", "csr-w1");
            assertThat(told.warning()).isTrue();
        });
        assertThat(GateTransitions.between(asked, opened))
                .singleElement()
                .satisfies(told -> assertThat(told.reason()).isEqualTo("NotApplied"));
        assertThat(GateTransitions.between(opened, asked))
                .singleElement()
                .satisfies(told -> assertThat(told.warning()).isFalse());
    }

    private UnrequestedStatus told() {
        return Objects.requireNonNull(plan().status().unrequested());
    }

    private String condition(GateConditionType type) {
        return GateConditions.of(plan().status().conditions(), type)
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .orElse("absent");
    }

    private String message(GateConditionType type) {
        return GateConditions.of(plan().status().conditions(), type)
                .orElseThrow()
                .getMessage();
    }
}
