package dev.nodejoin.operator.scenario;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bound and each kind of rule lets one thing pass and stops another, on a real API server. */
final class PolicyBoundsIT {
    private static final String PEM = WireNode.newKey().publicKeyInfo().toPem().replace("\n", "\\n");

    private OperatorBed bed;

    @BeforeEach
    void setUp() {
        bed = OperatorBed.shared();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'bounds': {'maxTokenTtlSeconds': 3600}   | {}                                     | {'token': {'ttlSeconds': 3601}}         | OutOfBounds
            'bounds': {'maxDeadlineSeconds': 86400}  | {'deadlineSeconds': 600}               | {'deadlineSeconds': 86401}              | OutOfBounds
            'bounds': {'identityRequired': true}     | {'identity': {'publicKey': 'PEM'}}     | {}                                      | OutOfBounds
            'bounds': {'labels': [{'key': 'zone', 'values': ['a*']}]} | {'node': {'labels': {'zone': 'a1'}}} | {'node': {'labels': {'zone': 'b'}}} | OutOfBounds
            'bounds': {'labels': [{'key': 'example.com/*'}]} | {'node': {'labels': {'example.com/a': 'b'}}} | {'node': {'labels': {'rack': 'b'}}} | OutOfBounds
            'bounds': {'annotations': ['example.com/*']} | {'node': {'annotations': {'example.com/a': 'b'}}} | {'node': {'annotations': {'rack': 'b'}}} | OutOfBounds
            'bounds': {'taints': [{'key': 'edge', 'effects': ['NoSchedule']}]} | {'node': {'taints': [{'key': 'edge', 'effect': 'NoSchedule'}]}} | {'node': {'taints': [{'key': 'edge', 'effect': 'NoExecute'}]}} | OutOfBounds
            'bounds': {'requestedByRequired': true}  | {'requestedBy': 'admin'}               | {}                                      | OutOfBounds
            'bounds': {'requesters': ['*admin*']}        | {'requestedBy': 'admin'}               | {}                                      | OutOfBounds
            'rules': [{'name': 'r', 'stage': 'Request', 'expression': 'has(request.spec.token)'}] | {'token': {'ttlSeconds': 900}} | {} | RuleFailed
            'rules': [{'name': 'r', 'stage': 'Request', 'expression': 'request.spec.token.ttlSeconds < 1000'}] | {'token': {'ttlSeconds': 900}} | {} | RuleFailed
            """)
    void one_policy_lets_one_request_pass_and_stops_another(String policy, String passes, String stops, String reason) {
        try (var written = PolicyStory.written(bed, policy)) {
            written.ask(passes.replace("PEM", PEM).replace("'admin'", "'" + bed.adminName() + "'"))
                    .awaitMet(ACCEPTED);
            written.ask(stops).awaitUnmet(ACCEPTED, reason);
        }
    }

    /** Of these nothing else can be asked for yet, so it is the policy that differs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'nodeNames': ['*']                     | 'nodeNames': ['core-*']
            'roles': ['Worker']                    | 'roles': ['ControlPlane']
            'credentials': ['BootstrapToken']      | 'credentials': ['CertificateRequest']
            'handOffs': ['Secret']                 | 'handOffs': ['Sealed', 'None']
            'discoveries': ['CABundle']            | 'discoveries': ['ClusterInfo']
            'rejoins': ['Never']                   | 'rejoins': ['SameKey']
            """)
    void one_bound_lets_a_request_pass_and_another_stops_it(String passes, String stops) {
        try (var written = PolicyStory.written(bed, "'bounds': {%s}".formatted(passes))) {
            var story = written.ask("{}").awaitMet(ACCEPTED);
            written.rewritten("'bounds': {%s}".formatted(stops));
            story.awaitUnmet(ACCEPTED, "OutOfBounds");
            written.rewritten("'bounds': {%s}".formatted(passes));
            story.awaitMet(ACCEPTED);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'rules': [{'name': 'r', 'stage': 'Certificate', 'expression': 'token.attempt == 1 && csr.publicKeyAlgorithm.startsWith("EC")'}] | Approved
            'rules': [{'name': 'r', 'stage': 'Certificate', 'expression': 'csr.publicKeyAlgorithm.startsWith("RSA")'}] | Denied
            'certificates': {'client': {'maxLifetimeSeconds': 3600}} | Approved
            'certificates': {'client': {'maxLifetimeSeconds': 3599}} | Denied
            """)
    void a_certificate_is_approved_or_denied(String policy, String decision) {
        try (var written = PolicyStory.written(bed, policy.replace("\"", "\\\""))) {
            var story = written.ask("{}").approve();
            var node = story.request().getSpec().nodeName();
            var machine = story.takeHandOff();
            var csr = machine.request(node, WireNode.newKey(), 3600);
            assertThat(machine.awaitDecision(csr)).startsWith(decision);
            if (decision.equals("Denied")) story.awaitUnmet(CERTIFICATE_ISSUED, "Refused");
            else story.awaitMet(CERTIFICATE_ISSUED);
        }
    }
}
