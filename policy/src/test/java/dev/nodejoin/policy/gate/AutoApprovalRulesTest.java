package dev.nodejoin.policy.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.policy.gate.ClusterRoleBindingFacts.Subject;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would approve automatically is found by what it grants, to whom. */
class AutoApprovalRulesTest {
    private static final String KUBEADMS_GROUP = "system:bootstrappers:kubeadm:default-node-token";

    @ParameterizedTest
    @CsvSource({
        "certificates.k8s.io, certificatesigningrequests/nodeclient, create",
        "certificates.k8s.io, certificatesigningrequests/nodeclient, *",
        "certificates.k8s.io, *, create",
        "certificates.k8s.io, */nodeclient, create",
        "*, certificatesigningrequests/nodeclient, create",
        "*, *, *"
    })
    void these_grants_approve(String group, String resource, String verb) {
        assertThat(found(rule(group, resource, verb), new Subject("Group", KUBEADMS_GROUP)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "certificates.k8s.io, certificatesigningrequests, create",
        "certificates.k8s.io, certificatesigningrequests/*, create",
        "certificates.k8s.io, certificatesigningrequests/selfnodeclient, create",
        "certificates.k8s.io, certificatesigningrequests/nodeclient, get",
        "certificates.k8s.io, */selfnodeclient, create",
        "'', certificatesigningrequests/nodeclient, create",
        "nodejoin.dev, *, *"
    })
    void these_do_not(String group, String resource, String verb) {
        assertThat(found(rule(group, resource, verb), new Subject("Group", KUBEADMS_GROUP)))
                .isEmpty();
    }

    @Test
    void a_grant_for_single_objects_does_not() {
        var rule = new ClusterRoleFacts.Rule(List.of("*"), List.of("*"), List.of("*"), List.of("one"));
        assertThat(found(rule, new Subject("Group", KUBEADMS_GROUP))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Group, system:bootstrappers",
        "Group, system:bootstrappers:kubeadm:default-node-token",
        "Group, system:bootstrappers:nodejoin",
        "Group, system:authenticated",
        "User, system:bootstrap:abcdef"
    })
    void bootstrap_tokens_are_all_of_these(String kind, String name) {
        assertThat(found(everything(), new Subject(kind, name))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Group, system:masters",
        "Group, system:nodes",
        "Group, system:unauthenticated",
        "Group, system:bootstrappersx",
        "Group, system:bootstrap:abcdef",
        "User, system:bootstrappers",
        "User, system:bootstrap:abc",
        "User, system:authenticated",
        "ServiceAccount, system:bootstrappers"
    })
    void and_none_of_these(String kind, String name) {
        assertThat(found(everything(), new Subject(kind, name))).isEmpty();
    }

    @Test
    void a_name_says_nothing() {
        var roles = List.of(
                new ClusterRoleFacts("system:certificates.k8s.io:certificatesigningrequests:nodeclient", List.of()),
                new ClusterRoleFacts("harmless", List.of(rule("a", "b", "c"), everything())));
        var bindings = List.of(
                binding(
                        "kubeadm:node-autoapprove-bootstrap",
                        "system:certificates.k8s.io:certificatesigningrequests:nodeclient"),
                binding("z-other", "harmless"),
                binding("lost", "no-such-role"),
                binding("an-innocent-name", "harmless"));
        assertThat(AutoApprovalRules.find(roles, bindings))
                .extracting(AutoApproval::binding)
                .containsExactly("an-innocent-name", "z-other");
    }

    @Test
    void only_the_subjects_that_tokens_are_are_told() {
        var tokens = new Subject("Group", KUBEADMS_GROUP);
        assertThat(found(everything(), new Subject("Group", "system:masters"), tokens, new Subject("User", "alice")))
                .containsExactly(new AutoApproval("binding", "role", List.of(tokens)));
    }

    @Test
    void it_holds_for_whoever_is_one_of_its_subjects() {
        var approval = found(
                        everything(),
                        new Subject("Group", KUBEADMS_GROUP),
                        new Subject("User", "system:bootstrap:abcdef"))
                .getFirst();
        assertThat(approval.holdsFor(asked("system:bootstrap:000000", KUBEADMS_GROUP)))
                .isTrue();
        assertThat(approval.holdsFor(asked("system:bootstrap:abcdef", "system:bootstrappers:x")))
                .isTrue();
        assertThat(approval.holdsFor(asked("system:bootstrap:000000", "system:bootstrappers:x")))
                .isFalse();
    }

    private static RequestedCertificate asked(String user, String group) {
        return new RequestedCertificate(
                user, Set.of("system:bootstrappers", group), "s", Set.of(), new CertificateRequest.Malformed("none"));
    }

    private static List<AutoApproval> found(ClusterRoleFacts.Rule rule, Subject... subjects) {
        return AutoApprovalRules.find(
                List.of(new ClusterRoleFacts("role", List.of(rule))),
                List.of(new ClusterRoleBindingFacts("binding", "role", List.of(subjects))));
    }

    private static ClusterRoleBindingFacts binding(String name, String role) {
        return new ClusterRoleBindingFacts(name, role, List.of(new Subject("Group", KUBEADMS_GROUP)));
    }

    private static ClusterRoleFacts.Rule everything() {
        return rule("*", "*", "*");
    }

    private static ClusterRoleFacts.Rule rule(String group, String resource, String verb) {
        return new ClusterRoleFacts.Rule(List.of(group), List.of("x", resource), List.of(verb), List.of());
    }
}
