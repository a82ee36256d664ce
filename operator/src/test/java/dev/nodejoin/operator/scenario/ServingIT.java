package dev.nodejoin.operator.scenario;

import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.READY;
import static dev.nodejoin.api.v1alpha1.ConditionType.SERVING_CERTIFICATE_ISSUED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.operator.fixture.Specifications;
import dev.nodejoin.protocol.pki.CertificateBundle;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubelets want to serve with, on a real control plane whose signer signs whatever is approved. */
final class ServingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private OperatorBed bed;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
        policy("believed", "NodeStatus");
        policy("listed", "Request");
    }

    /** Serving certificates for Nodes whose names begin with the policy's. */
    private void policy(String name, String addressSource) {
        var policy = """
            apiVersion: nodejoin.dev/v1alpha1
            kind: NodeJoinPolicy
            metadata: {name: %1$s}
            spec:
              governs: {nodeNames: ["%1$s-*"]}
              certificates: {serving: {allowed: true, addressSource: %2$s}}
            """.formatted(name, addressSource);
        bed.admin()
                .resource(bed.admin().getKubernetesSerialization().unmarshal(policy, NodeJoinPolicy.class))
                .serverSideApply();
    }

    private ServingNode believed() {
        return ServingNode.join(bed.ask("believed-" + bed.freshName()).approve());
    }

    private ServingNode listed(String addresses) {
        var name = "listed-" + bed.freshName();
        var spec = Specifications.spec("{'nodeName': '%s', 'addresses': %s}".formatted(name, addresses));
        return ServingNode.join(bed.ask(spec).approve());
    }

    @Test
    void a_kubelet_gets_what_its_node_shows() throws Exception {
        var node = believed().shows("10.0.1.1", "one.example.com");
        node.story().awaitUnmet(SERVING_CERTIFICATE_ISSUED, "AwaitingRequest");
        var certificate = leaf(node.awaitCertificate(node.asksFor("10.0.1.1", "one.example.com")));
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactlyInAnyOrder("10.0.1.1", "one.example.com");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        node.story().awaitMet(SERVING_CERTIFICATE_ISSUED).awaitMet(READY);
        assertThat(serial(node)).isEqualTo(certificate.getSerialNumber().toString(16));
    }

    @Test
    void a_kubelet_gets_what_its_request_says_and_its_name() {
        var node = listed("['10.0.2.1', 'two.example.com']");
        var name = Objects.requireNonNull(node.story().request().getSpec().nodeName());
        assertThat(node.awaitDecision(node.asksFor("10.0.2.1", "two.example.com", name)))
                .isEqualTo("Approved");
    }

    @Test
    void without_a_policy_nothing_is_decided() {
        var node = ServingNode.join(bed.ask(bed.freshName()).approve()).shows("10.0.3.1");
        assertUndecided(node, node.asksFor("10.0.3.1"));
        assertThat(node.story().condition(SERVING_CERTIFICATE_ISSUED)).isEmpty();
    }

    @Test
    void an_address_that_was_not_approved_is_denied() {
        var node = listed("['10.0.4.1']").shows("10.0.4.1", "10.0.4.2");
        assertDenied(node, node.asksFor("10.0.4.1", "10.0.4.2"), "10.0.4.2 is not among the addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.1", "10.100.7.7", "127.0.0.1", "169.254.169.254", "kubernetes.default.svc"})
    void a_kubelet_does_not_become_a_service(String address) {
        var node = believed().shows(address);
        assertDenied(node, node.asksFor(address), address);
    }

    @Test
    void a_kubelet_does_not_become_the_api_server() {
        var endpoint = bed.cluster().controlPlane().address();
        var node = believed().shows(endpoint);
        assertDenied(node, node.asksFor(endpoint), "is the API server's");
    }

    @Test
    void a_kubelet_does_not_become_another_node() {
        believed().shows("10.0.5.1");
        bed.admin()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("somebody")
                        .endMetadata()
                        .build())
                .serverSideApply();
        var thief = believed().shows("10.0.5.1", "somebody", "10.0.5.2");
        assertDenied(thief, thief.asksFor("10.0.5.1", "10.0.5.2"), "10.0.5.1 is another node's");
        assertDenied(thief, thief.asksFor("somebody"), "somebody is another node's");
        assertThat(thief.awaitDecision(thief.asksFor("10.0.5.2"))).isEqualTo("Approved");
    }

    @Test
    void what_is_promised_to_another_request_is_its_own() {
        bed.ask(Specifications.spec("{'nodeName': '%s', 'addresses': ['10.0.6.1']}".formatted(bed.freshName())))
                .approve()
                .awaitMet(APPROVED);
        var thief = believed().shows("10.0.6.1");
        assertDenied(thief, thief.asksFor("10.0.6.1"), "10.0.6.1 is another node's");
    }

    @Test
    void a_node_that_does_not_show_its_address_yet_is_waited_for() {
        var node = believed();
        var request = node.asksFor("10.0.7.1");
        node.story().awaitUnmet(SERVING_CERTIFICATE_ISSUED, "AwaitingAddresses").awaitMet(READY);
        assertUndecided(node, request);
        node.shows("10.0.7.1");
        assertThat(node.awaitDecision(request)).isEqualTo("Approved");
    }

    @Test
    void addresses_may_be_approved_later() {
        var node = listed("[]").shows("10.0.8.1");
        var request = node.asksFor("10.0.8.1");
        node.story().awaitUnmet(SERVING_CERTIFICATE_ISSUED, "AwaitingAddresses");
        node.story().change(spec -> Specifications.edited(spec, "{'addresses': ['10.0.8.1']}"));
        node.story().awaitUnmet(APPROVED, "SpecChanged");
        assertUndecided(node, request);
        node.story().approve();
        assertThat(node.awaitDecision(request)).isEqualTo("Approved");
    }

    @Test
    void a_renewal_is_judged_as_the_first_time() {
        var node = believed().shows("10.0.9.1");
        node.awaitCertificate(node.asksFor("10.0.9.1"));
        node.story().awaitMet(SERVING_CERTIFICATE_ISSUED);
        var first = serial(node);
        assertThat(node.awaitDecision(node.asksFor("10.96.0.1"))).startsWith("Denied");
        awaitAnotherSecond();
        node.awaitCertificate(node.asksFor("10.0.9.1"));
        node.story().awaitMet(SERVING_CERTIFICATE_ISSUED).awaitMet(READY);
        await().atMost(PATIENCE).until(() -> !serial(node).equals(first));
    }

    @Test
    void a_policy_that_forbids_it_ends_it() {
        var node = believed().shows("10.0.10.1");
        assertThat(node.awaitDecision(node.asksFor("10.0.10.1"))).isEqualTo("Approved");
        var forbidding = new NodeJoinPolicy();
        forbidding.setMetadata(new ObjectMetaBuilder().withName("forbidding").build());
        forbidding.setSpec(bed.admin()
                .getKubernetesSerialization()
                .unmarshal("""
                    governs: {nodeNames: ["%s"]}
                    certificates: {serving: {allowed: false}}
                    """.formatted(node.story().request().getSpec().nodeName()), NodeJoinPolicySpec.class));
        bed.admin().resource(forbidding).serverSideApply();
        try {
            await().atMost(PATIENCE)
                    .until(() ->
                            node.story().condition(SERVING_CERTIFICATE_ISSUED).isEmpty());
            assertUndecided(node, node.asksFor("10.0.10.1"));
        } finally {
            bed.admin().resource(forbidding).delete();
        }
    }

    /** When a request was made is known to the second. */
    private static void awaitAnotherSecond() {
        var now = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > now + 1);
    }

    private static String serial(ServingNode node) {
        var issued = Objects.requireNonNull(node.story().status().servingCertificate(), "nothing was issued");
        return Objects.requireNonNull(issued.serial());
    }

    private static void assertDenied(ServingNode node, String request, String why) {
        assertThat(node.awaitDecision(request)).startsWith("Denied").contains(why);
        node.story().awaitUnmet(SERVING_CERTIFICATE_ISSUED, "Refused").awaitMet(READY);
    }

    private static void assertUndecided(ServingNode node, String request) {
        await("nobody to decide")
                .during(A_WHILE)
                .atMost(PATIENCE)
                .until(() -> node.decision(request).isEmpty());
    }

    private static X509Certificate leaf(String pem) {
        List<X509Certificate> chain = CertificateBundle.parse(pem).certificates();
        return chain.getFirst();
    }
}
