package dev.nodejoin.api.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nodejoin.testcluster.TestCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** deploy/gate.yaml applied is closed, deleted is open; no operator runs here. */
class GateIT {
    private static final String GATE = "../deploy/gate.yaml";
    private static final String POLICY = "nodejoin-gate";
    private static final String BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String NODE_CLIENT = "system:certificates.k8s.io:certificatesigningrequests:nodeclient";
    private static final int LOOKS = 30;

    private static TestCluster cluster;
    private static RightsBed bed;
    private static MachineRequests requests;
    private static Api machine;

    @BeforeAll
    static void start() {
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        cluster = TestCluster.start();
        bed = RightsBed.on(cluster);
        requests = new MachineRequests(bed);
        machine = machineWithClassicToken();
        certifier("paul");
        certifier("bridget");
        bed.bind("bridget", "nodejoin-break-glass");
        bed.awaitRight(
                bed.as("bridget"),
                "{group: 'nodejoin.dev', resource: 'nodejoingates', name: 'cluster', verb: 'bypass'}");
    }

    @AfterAll
    static void stop() {
        if (cluster != null) cluster.close();
    }

    @BeforeEach
    void close() {
        bed.kubectl()
                .run("apply", "-f", Path.of(GATE).toAbsolutePath().toString())
                .accepted();
        bed.await("the gate is enforced", () -> {
            var answer = requests.decide(bed.as("paul"), asked(machine), "Approved");
            return answer.code() == 403 && answer.message().contains(POLICY);
        });
    }

    private static void open() {
        bed.kubectl()
                .run("delete", "-f", Path.of(GATE).toAbsolutePath().toString())
                .accepted();
    }

    /** A person whom an administrator let approve kubelets' certificates long ago. */
    private static void certifier(String user) {
        bed.admin()
                .apply("/apis/rbac.authorization.k8s.io/v1/clusterroles/certifier", Json.object("""
                        {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: [
                          {apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update']},
                          {apiGroups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['approve']}]}
                        """), "tests")
                .accepted();
        bed.bind(user, "certifier");
        bed.awaitRight(
                bed.as(user),
                "{group: 'certificates.k8s.io', resource: 'certificatesigningrequests', subresource: 'approval', verb: 'update'}");
    }

    /** As `kubeadm token create` makes it; kubeadm's own bindings approve automatically what is asked for with it. */
    private static Api machineWithClassicToken() {
        var secret = Json.object("""
                {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'bootstrap-token-classi'}, type: 'bootstrap.kubernetes.io/token',
                 stringData: {'token-id': 'classi', 'token-secret': '0123456789abcdef', 'usage-bootstrap-authentication': 'true',
                              'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token'}}
                """);
        bed.admin().post("/api/v1/namespaces/kube-system/secrets", secret).accepted();
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.server().toString())
                .withCaCertData(Base64.getEncoder()
                        .encodeToString(cluster.caCertificate().getBytes(UTF_8)))
                .withOauthToken("classi.0123456789abcdef")
                .build();
        var made = new Api(new KubernetesClientBuilder().withConfig(config).build());
        bed.await("the token is known", () -> made.get("/api/v1/nodes/nobody").code() == 404);
        return made;
    }

    @Test
    void open_a_classic_token_joins_as_ever() {
        open();
        bed.await("kube-controller-manager approves", () -> isApprovedInTime(asked(machine)));
    }

    private static boolean isApprovedInTime(String name) {
        for (var look = 0; look < LOOKS && decisions(name).isEmpty(); look++) RightsBed.pause();
        return decisions(name).equals("Approved");
    }

    @Test
    void closed_nobody_approves_automatically_and_the_request_waits() {
        var name = asked(machine);
        bed.await(
                "kube-controller-manager was refused",
                () -> cluster.controllerManager().log().contains("ValidatingAdmissionPolicy '" + POLICY));
        remainsUndecided(name);
    }

    @Test
    void closed_an_administrator_still_approves_by_kubectl() {
        anAdministratorApproves();
    }

    private static void anAdministratorApproves() {
        var name = asked(machine);
        bed.kubectl().run("certificate", "approve", name).accepted();
        assertThat(decisions(name)).isEqualTo("Approved");
    }

    @Test
    void closed_who_may_approve_certificates_may_not_therefore_approve_nodes() {
        var name = asked(machine);
        assertThat(bed.kubectlAs("paul").run("certificate", "approve", name).exitCode())
                .isNotZero();
        requests.decide(bed.as("paul"), name, "Approved")
                .refusedBy(POLICY, "Forbidden", "the gate is closed", "\"paul\"", "bypass");
        assertThat(decisions(name)).isEmpty();
    }

    @Test
    void closed_a_person_with_the_right_breaks_the_glass() {
        var name = asked(machine);
        bed.kubectlAs("bridget").run("certificate", "approve", name).accepted();
        assertThat(decisions(name)).isEqualTo("Approved");
    }

    @Test
    void closed_anybody_may_still_deny() {
        var name = asked(machine);
        requests.decide(bed.as("paul"), name, "Denied").accepted();
    }

    @Test
    void closed_the_operator_approves() {
        requests.decide(bed.operator(), asked(machine), "Approved").accepted();
    }

    /** Everything to everybody: kube-controller-manager and the machine itself hold the right to break the glass then. */
    @Test
    void closed_a_wildcard_for_everybody_lets_no_machinery_approve() {
        bed.bindGroup("system:authenticated", "cluster-admin");
        bed.bindGroup("system:bootstrappers", NODE_CLIENT);
        try {
            bed.awaitRight(
                    machine, "{group: 'nodejoin.dev', resource: 'nodejoingates', name: 'cluster', verb: 'bypass'}");
            var name = asked(machine);
            requests.decide(machine, name, "Approved").refusedBy(POLICY, "Forbidden");
            for (var user : List.of("system:kube-controller-manager", "system:node:w1"))
                requests.decide(bed.as(user, "system:nodes"), name, "Approved").refusedBy(POLICY, "Forbidden");
            requests.decide(
                            new Api(cluster.asServiceAccount("kube-system", "certificate-controller")),
                            name,
                            "Approved")
                    .refusedBy(POLICY, "Forbidden");
            remainsUndecided(name);
        } finally {
            for (var binding : List.of("group-system-authenticated", "group-system-bootstrappers"))
                bed.admin().delete(BINDINGS + binding).accepted();
        }
    }

    @Test
    void closed_a_node_that_is_in_renews_its_certificate() {
        aNodeRenews();
    }

    private static void aNodeRenews() {
        var name = asked(bed.as("system:node:w1", "system:nodes"));
        bed.await("the renewal is approved", () -> decisions(name).equals("Approved"));
    }

    @Test
    void it_stays_closed_without_definitions_after_the_api_server_was_restarted() {
        for (var definition : bed.admin().get(DEFINITIONS).accepted().path("items"))
            bed.admin()
                    .delete(DEFINITIONS + "/" + definition.at("/metadata/name").asText())
                    .accepted();
        bed.await(
                "the definitions are gone",
                () -> bed.admin().get(DEFINITIONS).accepted().path("items").isEmpty());
        cluster.apiServer().restart();
        close();
        remainsUndecided(asked(machine));
        anAdministratorApproves();
        aNodeRenews();
    }

    private static void remainsUndecided(String name) {
        for (var look = 0; look < LOOKS; look++) {
            RightsBed.pause();
            assertThat(decisions(name)).isEmpty();
        }
    }

    private static String asked(Api who) {
        var name = bed.freshName("csr");
        who.post(MachineRequests.COLLECTION, MachineRequests.request(name)).accepted();
        return name;
    }

    private static String decisions(String name) {
        var conditions = bed.admin()
                .get(MachineRequests.COLLECTION + "/" + name)
                .accepted()
                .at("/status/conditions");
        return StreamSupport.stream(conditions.spliterator(), false)
                .map((JsonNode condition) -> condition.path("type").asText())
                .collect(Collectors.joining());
    }
}
