package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A control plane with everything installed. No operator runs: what it would write is written here, with its rights. */
final class RightsBed {
    static final String NAMESPACE = "nodejoin";
    static final String OPERATOR = "system:serviceaccount:nodejoin-system:nodejoin-operator";
    static final String TOKEN_GROUP = "system:bootstrappers:nodejoin";

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int PAUSE_MILLIS = 100;
    private static @Nullable RightsBed shared;

    private final TestCluster cluster;
    private final AtomicInteger names = new AtomicInteger();

    private RightsBed(TestCluster cluster) {
        this.cluster = cluster;
        InstallManifest.apply(cluster.admin());
        bind("alice", "nodejoin-approver-worker");
        bind("amy", "nodejoin-approver-worker");
        bind("carol", "nodejoin-requester");
        bind("victor", "nodejoin-viewer");
        awaitPolicies();
    }

    /** Skips the test, with the reason, where no cluster can run. */
    static synchronized RightsBed shared() {
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        var bed = shared == null ? new RightsBed(TestCluster.shared()) : shared;
        shared = bed;
        return bed;
    }

    /** One of its own, for tests that stop components or remove what others need. */
    static RightsBed on(TestCluster cluster) {
        return new RightsBed(cluster);
    }

    TestCluster cluster() {
        return cluster;
    }

    /** Member of system:masters: whatever rights say, only policies and schemas stop it. */
    Api admin() {
        return new Api(cluster.admin());
    }

    Api as(String user, String... groups) {
        return new Api(cluster.as(user, groups));
    }

    /** The operator's ServiceAccount with exactly the shipped rights. */
    Api operator() {
        return new Api(operatorClient());
    }

    KubernetesClient operatorClient() {
        return cluster.asServiceAccount("nodejoin-system", "nodejoin-operator");
    }

    /** Member of system:masters under that name, without a key pair of its own, which takes long to make. */
    Api masterNamed(String user) {
        var config = new ConfigBuilder(cluster.admin().getConfiguration())
                .withImpersonateUsername(user)
                .withImpersonateGroups("system:masters")
                .build();
        return new Api(new KubernetesClientBuilder().withConfig(config).build());
    }

    /** What the operator's identity could do if somebody gave it every right: only policies stop it. */
    Api almightyOperator() {
        return as(OPERATOR, "system:masters");
    }

    Kubectl kubectl() {
        return kubectl(cluster.adminKubeconfig());
    }

    Kubectl kubectlAs(String user, String... groups) {
        return kubectl(cluster.kubeconfig(user, groups));
    }

    Kubectl kubectlAsServiceAccount(String namespace, String name) {
        return kubectl(cluster.serviceAccountKubeconfig(namespace, name));
    }

    private Kubectl kubectl(String kubeconfig) {
        return Kubectl.with(kubeconfig, cluster.binaries().resolve("kubectl"), cluster.directory());
    }

    /** A name that no other test uses. */
    String freshName(String prefix) {
        return prefix + "-" + names.incrementAndGet();
    }

    /** The id of a bootstrap token that no other test uses. */
    String freshTokenId() {
        return "t%05d".formatted(names.incrementAndGet());
    }

    /** Gives the role for the whole cluster. */
    void bind(String user, String clusterRole) {
        var name = user + "-" + clusterRole.replace(':', '-');
        var path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/" + name;
        applyBinding(path, "ClusterRoleBinding", "ClusterRole", clusterRole, "User", user);
    }

    void bindGroup(String group, String clusterRole) {
        var name = "group-" + group.replace(':', '-');
        var path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/" + name;
        applyBinding(path, "ClusterRoleBinding", "ClusterRole", clusterRole, "Group", group);
    }

    /** Gives the role in the namespace of requests alone. */
    void bindHere(String user, String kind, String role) {
        var path = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + NAMESPACE + "/rolebindings/" + user + "-" + role;
        applyBinding(path, "RoleBinding", kind, role, "User", user);
    }

    /** A Role in the namespace of requests. */
    void role(String name, String rule) {
        var path = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + NAMESPACE + "/roles/" + name;
        var role = "{apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', rules: [%s]}".formatted(rule);
        admin().apply(path, Json.object(role), "tests").accepted();
    }

    private void applyBinding(String path, String kind, String roleKind, String role, String subjectKind, String user) {
        var binding = Json.object("""
                {apiVersion: 'rbac.authorization.k8s.io/v1', kind: '%s',
                 roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: '%s', name: '%s'},
                 subjects: [{apiGroup: 'rbac.authorization.k8s.io', kind: '%s', name: '%s'}]}
                """.formatted(kind, roleKind, role, subjectKind, user));
        admin().apply(path, binding, "tests").accepted();
    }

    /** Authorizers and admission learn of new objects a moment after they were written. */
    void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain until " + what).isLessThan(end);
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    void awaitRight(Api who, String attributes) {
        await("there is the right " + attributes, () -> may(who, attributes));
    }

    boolean may(Api who, String attributes) {
        var review = Json.object(
                "{apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: {resourceAttributes: %s}}"
                        .formatted(attributes));
        return who.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
                .accepted()
                .at("/status/allowed")
                .asBoolean();
    }

    void awaitStatusRight(Api who) {
        awaitRight(
                who,
                "{namespace: 'nodejoin', group: 'nodejoin.dev', resource: 'nodejoinrequests', subresource: 'status', verb: 'update'}");
    }

    /** Policies are compiled in one go: when the last one is in force, all are. */
    private void awaitPolicies() {
        var node = Json.object("{apiVersion: 'v1', kind: 'Node', metadata: {name: 'probe'}}");
        await(
                "policies are enforced",
                () -> almightyOperator().post("/api/v1/nodes?dryRun=All", node).code() == 403);
        awaitRight(as("alice"), "{group: 'nodejoin.dev', resource: 'noderoles', name: 'worker', verb: 'approve'}");
        awaitRight(as("victor"), "{group: 'nodejoin.dev', resource: 'nodejoinrequests', verb: 'list'}");
    }
}
