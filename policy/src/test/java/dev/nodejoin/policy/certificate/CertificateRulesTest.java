package dev.nodejoin.policy.certificate;

import static dev.nodejoin.policy.certificate.CertificateQuestions.NODE;
import static dev.nodejoin.policy.certificate.CertificateQuestions.TOKEN;
import static dev.nodejoin.policy.certificate.CertificateQuestions.aKubelet;
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
import dev.nodejoin.protocol.pki.NodeKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRulesTest {
    private static final String CN = "2.5.4.3";
    private static final String O = "2.5.4.10";
    private static final String OU = "2.5.4.11";

    @Test
    void what_was_promised_is_approved_for_the_key_that_asked() {
        assertThat(aKubelet().asks(forNode(NODE)).judged())
                .isEqualTo(new Approve(forNode(NODE).publicKeyInfo().sha256()));
    }

    @Test
    void the_agents_own_request_is_approved() {
        var key = NodeKey.generate(new SecureRandom());

        assertThat(aKubelet()
                        .sends(key.certificateRequestPem(NODE))
                        .pinnedTo(key.publicKeyInfo().sha256())
                        .judged())
                .isEqualTo(new Approve(key.publicKeyInfo().sha256()));
    }

    @Test
    void a_name_of_several_labels_is_a_name() {
        assertThat(aKubelet()
                        .promised("w-1.rack-2.example.org")
                        .asks(forNode("w-1.rack-2.example.org"))
                        .judged())
                .isInstanceOf(Approve.class);
    }

    // Whose request it is

    @ParameterizedTest
    @ValueSource(
            strings = {
                "system:bootstrap:abc124",
                "system:bootstrap:abc1234",
                "system:bootstrap:ABC123",
                "system:bootstrap:abc123 ",
                "system:node:worker-1",
                "abc123",
                ""
            })
    void what_another_user_asks_is_not_ours(String user) {
        assertThat(aKubelet().as(user).judged()).isInstanceOf(Ignore.class);
    }

    @Test
    void what_a_token_asks_that_the_operator_did_not_mint_is_not_ours() {
        assertThat(aKubelet()
                        .inGroups("system:bootstrappers", "system:bootstrappers:kubeadm:default-node-token")
                        .judged())
                .isInstanceOf(Ignore.class);
        assertThat(aKubelet().inGroups("system:bootstrappers:nodejoin2").judged())
                .isInstanceOf(Ignore.class);
        assertThat(aKubelet().inGroups().judged()).isInstanceOf(Ignore.class);
    }

    @Test
    void more_groups_beside_the_tokens_do_not_matter() {
        assertThat(aKubelet().alsoInGroup("system:masters").judged()).isInstanceOf(Approve.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes.io/kube-apiserver-client",
                "kubernetes.io/kubelet-serving",
                "kubernetes.io/legacy-unknown",
                "example.com/signer",
                ""
            })
    void what_another_signer_is_asked_for_is_not_ours(String signer) {
        assertThat(aKubelet().from(signer).judged()).isInstanceOf(Ignore.class);
    }

    @Test
    void whose_it_is_comes_before_what_is_in_it() {
        var nonsense = aKubelet().sends("nonsense");

        assertThat(nonsense.as("system:bootstrap:other1").judged()).isInstanceOf(Ignore.class);
    }

    // What is in it

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"
            })
    void what_is_no_request_is_denied(String text) {
        assertRefused(aKubelet().sends(text), Reason.MALFORMED);
    }

    @Test
    void two_requests_in_one_are_denied() {
        assertRefused(
                aKubelet().sends(forNode(NODE).pemText() + forNode("worker-2").pemText()), Reason.MALFORMED);
    }

    @Test
    void a_request_that_its_key_did_not_sign_is_denied() {
        assertRefused(aKubelet().asks(forNode(NODE).wrongSignature()), Reason.MALFORMED);
    }

    static Stream<Arguments> subjects() {
        return Stream.of(
                arguments("no subject", request()),
                arguments("no organization", request().commonName("system:node:" + NODE)),
                arguments("no common name", request().organization("system:nodes")),
                arguments("another node", forNode("worker-2")),
                arguments("a longer name", forNode(NODE + "0")),
                arguments("a shorter name", forNode("worker-")),
                arguments("a name in capitals", forNode("Worker-1")),
                arguments("a space behind", forNode(NODE + " ")),
                arguments(
                        "the name without prefix",
                        request().organization("system:nodes").commonName(NODE)),
                arguments("a user", request().organization("system:nodes").commonName("kubernetes-admin")),
                arguments(
                        "an administrator",
                        request().organization("system:masters").commonName("system:node:" + NODE)),
                arguments("an organization more", forNode(NODE).organization("system:masters")),
                arguments(
                        "an organization before",
                        request()
                                .organization("system:masters")
                                .organization("system:nodes")
                                .commonName("system:node:" + NODE)),
                arguments("the organization twice", forNode(NODE).organization("system:nodes")),
                arguments("the common name twice", forNode(NODE).commonName("system:node:" + NODE)),
                arguments("another common name beside", forNode(NODE).commonName("system:node:worker-2")),
                arguments("another attribute", forNode(NODE).rdn(OU, "rack-2")),
                arguments("an attribute nobody knows", forNode(NODE).rdn("1.3.6.1.4.1.99999.1", "x")),
                arguments(
                        "both attributes in one step",
                        request().multiValuedRdn(O, "system:nodes", CN, "system:node:" + NODE)),
                arguments(
                        "a second attribute in the step of the name",
                        request().organization("system:nodes").multiValuedRdn(CN, "system:node:" + NODE, OU, "x")),
                arguments(
                        "a second organization in the step of the first",
                        request()
                                .multiValuedRdn(O, "system:masters", O, "system:nodes")
                                .commonName("system:node:" + NODE)),
                arguments(
                        "the name in UTF-16",
                        request().organization("system:nodes").bmpRdn(CN, "system:node:" + NODE)),
                arguments(
                        "the organization in UTF-16",
                        request().bmpRdn(O, "system:nodes").commonName("system:node:" + NODE)),
                arguments(
                        "a zero byte behind the name",
                        request().organization("system:nodes").utf8Rdn(CN, "system:node:" + NODE + "\0")),
                arguments(
                        "a letter that looks alike",
                        request().organization("system:nodes").utf8Rdn(CN, "system:node:w\u043erker-1")),
                arguments(
                        "a line break in the name",
                        request().organization("system:nodes").utf8Rdn(CN, "system:node:" + NODE + "\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subjects")
    void a_subject_that_is_not_exactly_the_nodes_is_denied(String what, CertificateRequests asked) {
        assertRefused(aKubelet().asks(asked), Reason.SUBJECT_MISMATCH);
    }

    @Test
    void the_subject_may_be_written_in_utf_8_and_in_either_order() {
        assertThat(aKubelet()
                        .asks(request().utf8Rdn(CN, "system:node:" + NODE).utf8Rdn(O, "system:nodes"))
                        .judged())
                .isInstanceOf(Approve.class);
    }

    @Test
    void a_refused_subject_is_told_with_the_promised_one() {
        assertThat(refusals(aKubelet().asks(forNode("worker-2"))))
                .containsExactly(
                        new Refusal(
                                Reason.SUBJECT_MISMATCH,
                                "subject is O=system:nodes, CN=system:node:worker-2, promised is O=system:nodes, CN=system:node:worker-1"));
    }

    static Stream<Arguments> alternativeNames() {
        return Stream.of(
                arguments("DNS", forNode(NODE).dnsName(NODE)),
                arguments("the API server's DNS name", forNode(NODE).dnsName("kubernetes.default.svc")),
                arguments("mail", forNode(NODE).email("root@example.org")),
                arguments("URI", forNode(NODE).uri("spiffe://cluster.local/ns/kube-system/sa/default")),
                arguments("IPv4", forNode(NODE).ipAddress("10.0.0.1")),
                arguments("IPv6", forNode(NODE).ipAddress("fd00::1")),
                arguments("directory", forNode(NODE).directoryName("CN=admin,O=system:masters")),
                arguments("registered id", forNode(NODE).registeredId("1.2.3")),
                arguments("other name", forNode(NODE).otherName("1.3.6.1.4.1.311.20.2.3", "root@x")),
                arguments("X.400", forNode(NODE).x400Address()),
                arguments("EDI", forNode(NODE).ediPartyName("p")),
                arguments(
                        "two extensions",
                        forNode(NODE).secondAlternativeNames("a").secondAlternativeNames("b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alternativeNames")
    void an_alternative_name_of_any_kind_is_denied(String kind, CertificateRequests asked) {
        assertRefused(aKubelet().asks(asked), Reason.ALTERNATIVE_NAMES, Reason.EXTENSIONS, Reason.ATTRIBUTES);
    }

    static Stream<Arguments> extensions() {
        return Stream.of(
                arguments("a certificate authority", forNode(NODE).certificateAuthority()),
                arguments("key usage", forNode(NODE).extension("2.5.29.15", true, new byte[] {3, 2, 1, 6})),
                arguments("one nobody knows", forNode(NODE).extension("1.3.6.1.4.1.99999.2", false, new byte[] {5, 0})),
                arguments(
                        "the same twice",
                        forNode(NODE)
                                .extension("1.3.6.1.4.1.99999.2", false, new byte[] {5, 0})
                                .extension("1.3.6.1.4.1.99999.2", false, new byte[] {5, 0})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extensions")
    void an_extension_is_denied(String what, CertificateRequests asked) {
        assertRefused(aKubelet().asks(asked), Reason.EXTENSIONS, Reason.ATTRIBUTES);
    }

    @Test
    void an_attribute_is_denied() {
        assertRefused(aKubelet().asks(forNode(NODE).challengePassword("x")), Reason.ATTRIBUTES);
        assertRefused(aKubelet().asks(forNode(NODE).attribute("1.3.6.1.4.1.99999.3", "x")), Reason.ATTRIBUTES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"digital signature,client auth", "digital signature,client auth,key encipherment"})
    void the_usages_of_a_kubelet_are_let_pass(String usages) {
        assertThat(aKubelet().toUseItFor(Set.of(usages.split(","))).judged()).isInstanceOf(Approve.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client auth",
                "digital signature",
                "key encipherment,client auth",
                "digital signature,client auth,server auth",
                "digital signature,client auth,key encipherment,cert sign",
                "digital signature,server auth",
                "any",
                "Client Auth,digital signature"
            })
    void other_usages_are_denied(String usages) {
        assertRefused(aKubelet().toUseItFor(Set.of(usages.split(","))), Reason.USAGES);
    }

    @Test
    void no_usages_are_denied() {
        assertRefused(aKubelet().toUseItFor(Set.of()), Reason.USAGES);
    }

    // Whose key it is

    @Test
    void the_pinned_key_is_let_pass() {
        var machine = forNode(NODE).ec("secp256r1");

        assertThat(aKubelet().asks(machine).pinnedTo(machine).judged())
                .isEqualTo(new Approve(machine.publicKeyInfo().sha256()));
    }

    @Test
    void another_key_than_the_pinned_one_is_denied() {
        var machine = forNode(NODE).ec("secp256r1");
        var thief = forNode(NODE).ec("secp256r1");

        assertRefused(aKubelet().asks(thief).pinnedTo(machine), Reason.KEY_MISMATCH);
    }

    @Test
    void a_pin_that_is_no_hash_lets_nobody_pass() {
        assertRefused(aKubelet().asks(forNode(NODE)).pinnedTo(""), Reason.KEY_MISMATCH);
    }

    @Test
    void keys_of_every_kind_that_a_node_may_have_are_let_pass() {
        assertThat(List.of(
                        forNode(NODE).ec("secp384r1"),
                        forNode(NODE).ec("secp521r1"),
                        forNode(NODE).rsa(2048),
                        forNode(NODE).ed25519()))
                .allSatisfy(asked -> assertThat(
                                aKubelet().asks(asked).pinnedTo(asked).judged())
                        .isInstanceOf(Approve.class));
    }

    @Test
    void a_weak_key_is_denied() {
        assertRefused(aKubelet().asks(forNode(NODE).rsa(1024)), Reason.MALFORMED);
    }

    // When it comes

    @Test
    void what_a_spent_token_asks_is_denied() {
        assertRefused(aKubelet().withASpentToken(), Reason.TOKEN_SPENT);
    }

    @Test
    void a_refusal_for_a_spent_token_names_it() {
        assertThat(refusals(aKubelet().withASpentToken()))
                .extracting(Refusal::message)
                .containsExactly("token " + TOKEN + " is spent, revoked or expired");
    }

    @Test
    void while_the_node_exists_a_request_waits() {
        assertThat(aKubelet().whileTheNodeExists().judged())
                .isEqualTo(new Wait("a Node named worker-1 is in the cluster"));
    }

    @Test
    void what_is_not_as_promised_does_not_wait_for_the_node_to_go() {
        assertRefused(aKubelet().asks(forNode("worker-2")).whileTheNodeExists(), Reason.SUBJECT_MISMATCH);
    }

    // All of it at once

    @Test
    void every_refusal_is_told() {
        var everythingWrong = aKubelet()
                .asks(forNode("worker-2")
                        .organization("system:masters")
                        .dnsName("kubernetes")
                        .certificateAuthority()
                        .challengePassword("x"))
                .toUseItFor(Set.of("server auth"))
                .pinnedTo(forNode(NODE).ec("secp256r1"))
                .withASpentToken();

        assertRefused(
                everythingWrong,
                Arrays.stream(Reason.values())
                        .filter(reason -> reason != Reason.MALFORMED && reason != Reason.POLICY)
                        .toArray(Reason[]::new));
    }

    @Test
    void refusals_are_told_in_one_line() {
        assertThat(aKubelet().toUseItFor(Set.of("any")).withASpentToken().judged())
                .isInstanceOfSatisfying(
                        Deny.class,
                        deny -> assertThat(deny.message())
                                .isEqualTo("usages are [any], a kubelet's are digital signature and client auth;"
                                        + " token abc123 is spent, revoked or expired"));
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_is_a_word_that_conditions_may_carry(Reason reason) {
        assertThat(reason.label()).matches("[A-Z][A-Za-z]*").hasSizeLessThan(64);
    }

    // Properties

    @Property(tries = 300)
    void no_request_for_another_node_is_ever_approved(
            @ForAll("questions") CertificateQuestions question,
            @ForAll("nodeNames") String promised,
            @ForAll("nodeNames") String asked) {
        Assume.that(!promised.equals(asked));

        assertThat(question.promised(promised).asks(forNode(asked)).judged()).isNotInstanceOf(Approve.class);
    }

    @Property(tries = 100)
    void no_key_but_the_pinned_one_is_ever_approved(
            @ForAll("questions") CertificateQuestions question, @ForAll("keys") KeyOf thief) {
        var machine = forNode(NODE).ec("secp256r1");

        assertThat(question.promised(NODE)
                        .asks(thief.of(forNode(NODE)))
                        .pinnedTo(machine)
                        .judged())
                .isNotInstanceOf(Approve.class);
    }

    @Property(tries = 300)
    void nothing_but_the_bare_promise_is_ever_approved(
            @ForAll("questions") CertificateQuestions question, @ForAll("additions") Addition addition) {
        assertThat(question.promised(NODE).asks(addition.to(forNode(NODE))).judged())
                .isNotInstanceOf(Approve.class);
    }

    @Property(tries = 100)
    void a_spent_token_never_gets_anything(@ForAll("questions") CertificateQuestions question) {
        assertThat(question.withASpentToken().judged()).isNotInstanceOf(Approve.class);
    }

    @Property(tries = 100)
    void the_same_question_gets_the_same_answer(@ForAll("questions") CertificateQuestions question) {
        assertThat(question.judged()).isEqualTo(question.judged());
    }

    interface KeyOf {
        CertificateRequests of(CertificateRequests asked);
    }

    interface Addition {
        CertificateRequests to(CertificateRequests asked);
    }

    @Provide
    Arbitrary<KeyOf> keys() {
        return Arbitraries.of(
                asked -> asked,
                asked -> asked.ec("secp256r1"),
                asked -> asked.ec("secp384r1"),
                asked -> asked.rsa(2048),
                CertificateRequests::ed25519);
    }

    @Provide
    Arbitrary<Addition> additions() {
        var text = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(12);
        var oids = Arbitraries.integers().between(1, 40).map(arc -> "1.3.6.1.4.1.99999." + arc);
        return Arbitraries.oneOf(
                text.map(name -> asked -> asked.organization(name)),
                text.map(name -> asked -> asked.commonName(name)),
                text.map(name -> asked -> asked.dnsName(name)),
                text.map(name -> asked -> asked.email(name)),
                Combinators.combine(oids, text).as((oid, value) -> asked -> asked.rdn(oid, value)),
                Combinators.combine(oids, text).as((oid, value) -> asked -> asked.attribute(oid, value)),
                oids.map(oid -> asked -> asked.extension(oid, false, new byte[] {5, 0})));
    }

    /** Questions in which everything else may be right or wrong. */
    @Provide
    Arbitrary<CertificateQuestions> questions() {
        var usages = Arbitraries.of(
                Set.of("digital signature", "client auth"),
                Set.of("digital signature", "client auth", "key encipherment"),
                Set.of("server auth"));
        var signers = Arbitraries.of("kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/kubelet-serving");
        var exists = Arbitraries.of(false, false, true);
        var spent = Arbitraries.of(false, false, true);
        return Combinators.combine(usages, signers, exists, spent).as((uses, signer, node, token) -> {
            var question = aKubelet().toUseItFor(uses).from(signer);
            if (node) question.whileTheNodeExists();
            return token ? question.withASpentToken() : question;
        });
    }

    @Provide
    Arbitrary<String> nodeNames() {
        var near = Arbitraries.of("worker-1", "worker-2", "worker-10", "worker-", "a.worker-1", "worker-1.a", "w");
        var any = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("-.")
                .ofMinLength(1)
                .ofMaxLength(30);
        return Arbitraries.oneOf(near, any);
    }

    private static void assertRefused(CertificateQuestions question, Reason... reasons) {
        assertThat(refusals(question)).extracting(Refusal::reason).containsExactly(reasons);
    }

    private static List<Refusal> refusals(CertificateQuestions question) {
        var verdict = question.judged();
        assertThat(verdict).isInstanceOf(Deny.class);
        return ((Deny) verdict).refusals();
    }
}
