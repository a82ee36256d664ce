package dev.nodejoin.policy.certificate;

import static dev.nodejoin.policy.certificate.ServingQuestions.NODE;
import static dev.nodejoin.policy.certificate.ServingQuestions.aNode;
import static dev.nodejoin.policy.certificate.ServingQuestions.addresses;
import static dev.nodejoin.protocol.pki.CertificateRequests.forNode;
import static dev.nodejoin.protocol.pki.CertificateRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nodejoin.policy.certificate.CertificateVerdict.Approve;
import dev.nodejoin.policy.certificate.CertificateVerdict.Deny;
import dev.nodejoin.policy.certificate.CertificateVerdict.Ignore;
import dev.nodejoin.policy.certificate.CertificateVerdict.Wait;
import dev.nodejoin.policy.certificate.Refusal.Reason;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingCertificateRulesTest {
    private static final List<String> SOME = List.of(
            "worker-1",
            "worker-2",
            "worker-2.example.com",
            "10.0.0.7",
            "10.0.0.8",
            "10.0.0.1",
            "api.example.com",
            "10.96.0.1",
            "fd00:10::1",
            "fd00::7",
            "127.0.0.1",
            "169.254.0.1",
            "kubernetes.default",
            "example.com");

    @Test
    void what_its_node_shows_is_approved_for_the_key_that_asked() {
        assertThat(aNode().asksFor("worker-1", "10.0.0.7").judged())
                .isEqualTo(new Approve(forNode(NODE).publicKeyInfo().sha256()));
    }

    @Test
    void what_the_request_says_is_approved_whatever_the_node_shows() {
        assertThat(aNode().notBelieved()
                        .approvedFor("10.0.0.7", "w1.example.com")
                        .showing()
                        .asksFor("worker-1", "10.0.0.7", "w1.example.com")
                        .judged())
                .isInstanceOf(Approve.class);
    }

    @Test
    void the_name_of_the_node_needs_no_address() {
        assertThat(aNode().notBelieved().asksFor("worker-1").judged()).isInstanceOf(Approve.class);
    }

    @Test
    void a_believed_node_may_also_have_what_the_request_says() {
        assertThat(aNode().approvedFor("w1.example.com")
                        .asksFor("10.0.0.7", "w1.example.com")
                        .judged())
                .isInstanceOf(Approve.class);
    }

    @Test
    void other_spellings_of_an_address_are_the_address() {
        assertThat(aNode().showing("FD00:0:0::7").asksFor("fd00::7").judged()).isInstanceOf(Approve.class);
        assertThat(aNode().showing("::ffff:10.0.0.7").asksFor("10.0.0.7").judged())
                .isInstanceOf(Approve.class);
        assertThat(aNode().showing("Worker-1.Example.com")
                        .asksFor("worker-1.example.com")
                        .judged())
                .isInstanceOf(Approve.class);
    }

    @Test
    void an_rsa_key_may_encipher() {
        assertThat(aNode().asks(named().rsa(2048))
                        .toUseItFor(Set.of("digital signature", "server auth", "key encipherment"))
                        .judged())
                .isInstanceOf(Approve.class);
    }

    // Whose request it is

    @Test
    void where_no_policy_allows_it_nothing_is_decided() {
        assertThat(aNode().withoutAPolicy().judged()).isInstanceOf(Ignore.class);
        assertThat(aNode().withoutAPolicy().sends("nonsense").judged()).isInstanceOf(Ignore.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"system:node:worker-2", "system:node:worker-1 ", "System:node:worker-1", "worker-1", ""})
    void what_somebody_else_asks_for_is_left_alone(String user) {
        assertThat(aNode().as(user).judged()).isInstanceOf(Ignore.class);
    }

    @Test
    void a_user_that_is_no_node_is_left_alone() {
        assertThat(aNode().inGroups("system:authenticated", "system:masters").judged())
                .isInstanceOf(Ignore.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes.io/kube-apiserver-client-kubelet",
                "kubernetes.io/kube-apiserver-client",
                "kubernetes.io/legacy-unknown",
                "example.com/kubelet-serving"
            })
    void other_signers_are_left_alone(String signer) {
        assertThat(aNode().from(signer).judged()).isInstanceOf(Ignore.class);
    }

    // What it asks for

    @ParameterizedTest
    @MethodSource("violations")
    void a_violation_is_denied(CertificateRequests asked, Reason reason) {
        assertThat(reasons(aNode().asks(asked).judged())).containsExactly(reason);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                arguments(forNode("worker-2").dnsName(NODE), Reason.SUBJECT_MISMATCH),
                arguments(named().organization("system:masters"), Reason.SUBJECT_MISMATCH),
                arguments(named().commonName("admin"), Reason.SUBJECT_MISMATCH),
                arguments(request().commonName("system:node:worker-1").dnsName(NODE), Reason.SUBJECT_MISMATCH),
                arguments(forNode(NODE), Reason.ALTERNATIVE_NAMES),
                arguments(named().email("root@example.com"), Reason.ALTERNATIVE_NAMES),
                arguments(named().uri("spiffe://example.com/x"), Reason.ALTERNATIVE_NAMES),
                arguments(named().directoryName("CN=x"), Reason.ALTERNATIVE_NAMES),
                arguments(named().registeredId("1.2.3"), Reason.ALTERNATIVE_NAMES),
                arguments(named().otherName("1.2.3", "x"), Reason.ALTERNATIVE_NAMES),
                arguments(named().dnsName("*.example.com"), Reason.ALTERNATIVE_NAMES),
                arguments(named().dnsName("Worker-1"), Reason.ALTERNATIVE_NAMES),
                arguments(named().dnsName("worker-1."), Reason.ALTERNATIVE_NAMES),
                arguments(named().dnsName("10.0.0.7"), Reason.ALTERNATIVE_NAMES),
                arguments(named().certificateAuthority(), Reason.EXTENSIONS),
                arguments(named().extension("1.2.3.4", false, new byte[] {5, 0}), Reason.EXTENSIONS),
                arguments(named().secondAlternativeNames(NODE), Reason.EXTENSIONS),
                arguments(named().extensionRequestTwice(), Reason.EXTENSIONS),
                arguments(named().challengePassword("x"), Reason.EXTENSIONS));
    }

    private static CertificateRequests named() {
        return forNode(NODE).dnsName(NODE).ipAddress("10.0.0.7");
    }

    @Test
    void what_can_not_be_read_is_denied() {
        assertThat(reasons(aNode().sends("nonsense").judged())).containsExactly(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server auth",
                "digital signature",
                "digital signature,client auth",
                "digital signature,server auth,client auth",
                "digital signature,server auth,any",
                "digital signature,server auth,cert sign"
            })
    void other_usages_than_a_servers_are_denied(String usages) {
        assertThat(reasons(aNode().toUseItFor(Set.of(usages.split(","))).judged()))
                .containsExactly(Reason.USAGES);
    }

    // Whose address it is

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.96.0.1",
                "10.111.255.255",
                "fd00:10::1",
                "0.0.0.0",
                "127.0.0.1",
                "127.1.2.3",
                "169.254.1.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "ff02::1",
                "localhost",
                "10.0.0.1",
                "api.example.com",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                "webhook.team.svc",
                "webhook.team.svc.cluster.local"
            })
    void nobody_can_make_this_a_nodes(String address) {
        assertThat(reasons(aNode().showing(address).asksFor("worker-1", address).judged()))
                .containsExactly(Reason.OFF_LIMITS);
        assertThat(reasons(aNode().notBelieved()
                        .approvedFor(address)
                        .asksFor("worker-1", address)
                        .judged()))
                .containsExactly(Reason.OFF_LIMITS);
    }

    @Test
    void a_mapped_address_of_services_is_one_of_services() {
        var mapped = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 96, 0, 1};
        assertThat(reasons(aNode().showing("10.96.0.1")
                        .asks(forNode(NODE).rawIpAddress(mapped))
                        .judged()))
                .containsExactly(Reason.OFF_LIMITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.8", "worker-2", "worker-2.example.com"})
    void a_node_does_not_take_what_is_another_nodes(String address) {
        assertThat(reasons(aNode().showing("worker-1", address)
                        .asksFor("worker-1", address)
                        .judged()))
                .containsExactly(Reason.NOT_ITS_ADDRESS);
    }

    @Test
    void what_is_approved_for_it_is_its_own_whoever_else_claims_it() {
        assertThat(aNode().notBelieved()
                        .approvedFor("10.0.0.8", "worker-2")
                        .asksFor("10.0.0.8", "worker-2")
                        .judged())
                .isInstanceOf(Approve.class);
    }

    @Test
    void what_only_a_policy_let_pass_is_not_taken_from_another_node() {
        assertThat(reasons(aNode().notBelieved()
                        .approvedAutomaticallyFor("10.0.0.8")
                        .asksFor("10.0.0.8")
                        .judged()))
                .containsExactly(Reason.NOT_ITS_ADDRESS);
        assertThat(aNode().notBelieved()
                        .approvedAutomaticallyFor("10.0.0.7")
                        .asksFor("10.0.0.7")
                        .judged())
                .isInstanceOf(Approve.class);
    }

    @Test
    void a_node_that_is_named_like_another_host_is_not_that_host() {
        assertThat(reasons(aNode().named("api.example.com")
                        .asksFor("api.example.com")
                        .judged()))
                .containsExactly(Reason.OFF_LIMITS);
        assertThat(reasons(aNode().named("worker-2.example.com")
                        .asksFor("worker-2.example.com")
                        .judged()))
                .containsExactly(Reason.NOT_ITS_ADDRESS);
    }

    @Test
    void an_address_beside_the_approved_ones_is_denied() {
        var verdict = aNode().notBelieved()
                .approvedFor("10.0.0.7")
                .showing("10.0.0.7", "10.0.0.9")
                .asksFor("10.0.0.7", "10.0.0.9")
                .judged();
        assertThat(reasons(verdict)).containsExactly(Reason.NOT_ITS_ADDRESS);
        assertThat(((Deny) verdict).message()).contains("10.0.0.9").doesNotContain("10.0.0.7");
    }

    // What is missing

    @Test
    void a_request_that_says_no_addresses_is_waited_for() {
        assertThat(aNode().notBelieved().asksFor("worker-1", "10.0.0.7").judged())
                .isEqualTo(new Wait("The request does not say addresses, asked for is 10.0.0.7"));
    }

    @Test
    void what_the_node_does_not_show_yet_is_waited_for() {
        assertThat(aNode().showing("worker-1").asksFor("worker-1", "10.0.0.7").judged())
                .isEqualTo(new Wait("Neither the request nor the Node shows 10.0.0.7"));
        assertThat(aNode().showing().asksFor("10.0.0.7", "worker-1").judged()).isInstanceOf(Wait.class);
    }

    @Test
    void while_the_surroundings_are_unknown_nothing_is_approved() {
        assertThat(aNode().withUnknownServices().judged()).isInstanceOf(Wait.class);
        assertThat(aNode().withAnUnknownApiServer().judged()).isInstanceOf(Wait.class);
        assertThat(aNode().notBelieved()
                        .approvedFor("10.0.0.7")
                        .withUnknownServices()
                        .judged())
                .isInstanceOf(Wait.class);
    }

    @Test
    void all_violations_are_told() {
        var asked = forNode("worker-2")
                .dnsName("kubernetes.default")
                .ipAddress("10.0.0.8")
                .email("root@example.com");
        assertThat(reasons(aNode().asks(asked).toUseItFor(Set.of("any")).judged()))
                .containsExactly(
                        Reason.SUBJECT_MISMATCH,
                        Reason.USAGES,
                        Reason.ALTERNATIVE_NAMES,
                        Reason.OFF_LIMITS,
                        Reason.NOT_ITS_ADDRESS);
    }

    // What holds for everything

    @Property(tries = 500)
    void a_node_never_gets_what_is_another_nodes(
            @ForAll("some") List<String> asked,
            @ForAll("some") List<String> shown,
            @ForAll("some") List<String> others) {
        var verdict = aNode().asksFor(asked)
                .showing(shown.toArray(String[]::new))
                .besides(others.toArray(String[]::new))
                .judged();
        if (verdict instanceof Approve) assertThat(of(asked)).doesNotContainAnyElementsOf(withoutItself(others));
    }

    private static Set<HostAddress> withoutItself(List<String> others) {
        var addresses = new HashSet<>(of(others));
        addresses.remove(new HostAddress(NODE));
        addresses.add(new HostAddress("nobody"));
        return addresses;
    }

    @Property(tries = 500)
    void no_name_is_certified_that_nobody_vouches_for(
            @ForAll("some") List<String> asked,
            @ForAll("some") List<String> approved,
            @ForAll("some") List<String> shown,
            @ForAll boolean believed) {
        var question = aNode().asksFor(asked)
                .approvedFor(approved.toArray(String[]::new))
                .showing(shown.toArray(String[]::new));
        var vouchedFor = new HashSet<>(of(approved));
        vouchedFor.add(new HostAddress(NODE));
        if (believed) vouchedFor.addAll(of(shown));
        var verdict = (believed ? question.believed() : question.notBelieved()).judged();
        if (verdict instanceof Approve) assertThat(vouchedFor).containsAll(of(asked));
    }

    @Property(tries = 500)
    void order_and_repetition_change_nothing(
            @ForAll("some") List<String> asked, @ForAll("some") List<String> shown, @ForAll long seed) {
        var shuffled = new ArrayList<>(asked);
        shuffled.addAll(asked.subList(0, asked.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));
        var question = aNode().showing(shown.toArray(String[]::new));
        assertThat(question.asksFor(shuffled).judged())
                .isEqualTo(question.asksFor(asked).judged());
    }

    @Property(tries = 300)
    void what_a_believed_node_is_denied_it_is_denied_when_it_is_not_believed(
            @ForAll("some") List<String> asked, @ForAll("some") List<String> approved) {
        var question = aNode().asksFor(asked).approvedFor(approved.toArray(String[]::new));
        if (question.believed().judged() instanceof Deny)
            assertThat(question.notBelieved().judged()).isInstanceOf(Deny.class);
    }

    @Provide
    Arbitrary<List<String>> some() {
        return Arbitraries.of(SOME).list().uniqueElements().ofMinSize(1).ofMaxSize(5);
    }

    private static Set<HostAddress> of(List<String> texts) {
        return addresses(texts.toArray(String[]::new));
    }

    private static List<Reason> reasons(CertificateVerdict verdict) {
        return verdict instanceof Deny deny
                ? deny.refusals().stream().map(Refusal::reason).toList()
                : List.of();
    }
}
