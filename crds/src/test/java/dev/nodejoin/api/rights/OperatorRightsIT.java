package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every right of the operator's ServiceAccount, and what it can't do for the lack of others. */
class OperatorRightsIT {
    private static final List<String> EVERYWHERE = List.of(
            "certificatesigningrequests.certificates.k8s.io [] [] [get list watch]",
            "certificatesigningrequests.certificates.k8s.io/approval [] [] [update]",
            "clusterrolebindings.rbac.authorization.k8s.io [] [] [get list watch]",
            "clusterroles.rbac.authorization.k8s.io [] [] [get list watch]",
            "customresourcedefinitions.apiextensions.k8s.io [] [nodejoinrequests.nodejoin.dev] [get]",
            "events [] [] [create]",
            "nodejoinapprovals.nodejoin.dev [] [] [get list watch]",
            "nodejoinapprovals.nodejoin.dev/status [] [] [update]",
            "nodejoinpolicies.nodejoin.dev [] [] [get list watch]",
            "nodejoinpolicies.nodejoin.dev/status [] [] [update]",
            "nodejoingates.nodejoin.dev [] [] [get list watch]",
            "nodejoingates.nodejoin.dev/status [] [] [update]",
            "nodejoinbans.nodejoin.dev [] [] [get list watch patch]",
            "nodejoinbans.nodejoin.dev/status [] [] [update]",
            "nodejoinrequests.nodejoin.dev [] [] [get list watch]",
            "nodejoinrequests.nodejoin.dev/status [] [] [update]",
            "nodes [] [] [get list watch patch]",
            "servicecidrs.networking.k8s.io [] [] [get list watch]",
            "signers.certificates.k8s.io [] [kubernetes.io/kubelet-serving] [approve]",
            "signers.certificates.k8s.io [] [kubernetes.io/kube-apiserver-client-kubelet] [approve]",
            "tokenreviews.authentication.k8s.io [] [] [create]",
            "validatingadmissionpolicies.admissionregistration.k8s.io [] [] [get list watch]",
            "validatingadmissionpolicybindings.admissionregistration.k8s.io [] [] [get list watch]");

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    /** Another right is a decision: it turns this test red. */
    @ParameterizedTest
    @MethodSource("rights")
    void these_are_all_of_them(String namespace, List<String> more) {
        var expected = new TreeSet<>(EVERYWHERE);
        expected.removeIf(right -> more.stream().anyMatch(wider -> isWider(wider, right)));
        expected.addAll(more);
        var rights = rights(bed.kubectlAsServiceAccount("nodejoin-system", "nodejoin-operator"), namespace);
        rights.removeAll(rights(bed.kubectlAsServiceAccount("default", "default"), namespace));
        assertThat(rights).containsExactlyElementsOf(expected);
    }

    /** kubectl tells all verbs on a resource in one line. */
    private static boolean isWider(String wider, String right) {
        return wider.startsWith(right.substring(0, right.length() - 1));
    }

    static List<Arguments> rights() {
        return List.of(
                rights(
                        "default",
                        List.of(
                                "endpointslices.discovery.k8s.io [] [kubernetes] [get list watch]",
                                "services [] [kubernetes] [get list watch]")),
                rights(
                        "nodejoin",
                        List.of(
                                "nodejoinrequests.nodejoin.dev [] [] [get list watch create delete]",
                                "secrets [] [] [create delete]")),
                rights(
                        "nodejoin-system",
                        List.of("leases.coordination.k8s.io [] [] [get list watch create update delete]")),
                rights("kube-node-lease", List.of("leases.coordination.k8s.io [] [] [get]")),
                rights(
                        "kube-public",
                        List.of(
                                "configmaps [] [cluster-info] [get]",
                                "rolebindings.rbac.authorization.k8s.io [] [kubeadm:bootstrap-signer-clusterinfo] [get list watch delete]")),
                rights(
                        "kube-system",
                        List.of(
                                "configmaps [] [kube-root-ca.crt] [get]",
                                "configmaps [] [kubeadm-config] [get]",
                                "configmaps [] [nodejoin-bans] [get list watch create patch]",
                                "secrets [] [] [create update]")));
    }

    private static Arguments rights(String namespace, List<String> more) {
        return Arguments.of(namespace, more);
    }

    private static SortedSet<String> rights(Kubectl kubectl, String namespace) {
        var lines = kubectl.run("auth", "can-i", "--list", "--no-headers", "-n", namespace)
                .lines();
        return new TreeSet<>(
                lines.stream().map(line -> line.replaceAll(" +", " ").strip()).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/nodejoin/roles",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/rolebindings",
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                "/apis/certificates.k8s.io/v1/certificatesigningrequests",
                "/apis/nodejoin.dev/v1alpha1/nodejoingates",
                "/apis/nodejoin.dev/v1alpha1/namespaces/default/nodejoinrequests",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-public/rolebindings",
                "/apis/nodejoin.dev/v1alpha1/namespaces/nodejoin/nodejoinapprovals",
                "/api/v1/namespaces/nodejoin-system/pods",
                "/api/v1/namespaces/nodejoin-system/serviceaccounts/nodejoin-operator/token",
                "/api/v1/namespaces/nodejoin/configmaps",
                "/api/v1/namespaces/kube-system/configmaps",
                "/api/v1/nodes"
            })
    void it_creates_none_of(String collection) {
        bed.operator().post(collection, Json.parse("{metadata: {name: 'x'}}")).notAuthorized();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apis/rbac.authorization.k8s.io/v1/clusterroles/nodejoin-operator",
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/nodejoin-operator",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/roles/nodejoin-operator",
                "/apis/rbac.authorization.k8s.io/v1/namespaces/kube-public/rolebindings/nodejoin-operator",
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/nodejoin-status",
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/nodejoin-operator-nodes",
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/nodejoin-operator-secrets",
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/nodejoinrequests.nodejoin.dev",
                "/api/v1/namespaces/nodejoin",
                "/api/v1/namespaces/nodejoin-system/serviceaccounts/nodejoin-operator",
                "/apis/apps/v1/namespaces/nodejoin-system/deployments/nodejoin-operator"
            })
    void it_neither_changes_nor_deletes(String object) {
        bed.operator().merge(object, "{metadata: {labels: {a: 'b'}}}").notAuthorized();
        bed.operator().put(object, Json.parse("{metadata: {name: 'x'}}")).notAuthorized();
        bed.operator().delete(object).notAuthorized();
    }

    @Test
    void it_is_nobody_else() {
        for (var resource : List.of("users", "groups", "serviceaccounts", "uids"))
            assertThat(bed.may(bed.operator(), "{verb: 'impersonate', resource: '%s'}".formatted(resource)))
                    .isFalse();
    }

    @Test
    void it_changes_no_request_and_deletes_none() {
        var request = Asked.awaitingApproval(bed);
        bed.operator().merge(request.path(), "{spec: {suspend: true}}").notAuthorized();
        bed.operator().delete(request.path()).refusedBy("nodejoin-inbox", "Forbidden");
        bed.operator().merge(request.statusPath(), "{status: {token: null}}").notAuthorized();
    }
}
