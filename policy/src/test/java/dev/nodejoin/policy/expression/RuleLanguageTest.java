package dev.nodejoin.policy.expression;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.RuleStage;
import dev.nodejoin.policy.fact.Facts;
import dev.nodejoin.policy.rule.Questions;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLanguageTest {
    private static final Facts FACTS = Questions.withCsr(
            new Facts(
                    Questions.join(
                            "{'nodeName': 'edge-1', 'requestedBy': 'olivia', 'node': {'labels': {'zone': 'a'}, 'taints': [{'key': 'edge', 'effect': 'NoSchedule'}]}}"),
                    Optional.of(Questions.aNode()),
                    Optional.empty(),
                    Optional.empty(),
                    Questions.NOW),
            Optional.of(Duration.ofHours(1)),
            CertificateRequests.forNode("edge-1").parsed());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.namespace == 'nodejoin' && request.name == 'first' && request.uid == 'uid-1'",
                "request.labels['policy.nodejoin.dev/pool'] == 'edge'",
                "request.spec.nodeName.startsWith('edge-')",
                "!has(request.spec.role) && !has(request.spec.token)",
                "has(request.spec.requestedBy) && request.spec.requestedBy == 'olivia'",
                "request.spec.node.labels.all(key, key in ['zone', 'rack'])",
                "request.spec.node.taints.exists(taint, taint.key == 'edge' && !has(taint.value))",
                "now - request.createdAt == duration('90m')",
                "now.getHours() == 9 && now.getDayOfWeek('UTC') == 1 && now > timestamp('2026-03-02T09:00:00Z')",
                "requester.name == 'system:bootstrap:abc123' && 'system:authenticated' in requester.groups",
                "node.exists && node.ready && node.name == 'edge-1' && node.uid == 'node-1'",
                "node.labels['kubernetes.io/os'] == 'linux' && node.annotations.size() == 1 && node.taints == []",
                "csr.commonName == 'system:node:edge-1' && csr.organizations == ['system:nodes']",
                "csr.usages == ['client auth', 'digital signature'] && csr.dnsNames == [] && csr.ipAddresses == []",
                "csr.expirationSeconds <= 3600 && csr.createdAt == now && csr.name == 'csr-1'",
                "csr.publicKeySHA256.startsWith('sha256:') && csr.publicKeyAlgorithm == 'EC P-256'",
                "csr.signerName.endsWith('-client-kubelet') && csr.subject.contains('edge-1') && csr.signatureAlgorithm != ''",
                "token.id == 'abc123' && token.attempt == 2 && token.expiresAt > now"
            })
    void a_rule_sees_what_the_contract_says(String expression) {
        assertThat(evaluate(expression)).isEqualTo(new RuleResult.Holds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Edge'.lowerAscii() == 'edge' && 'edge'.upperAscii() == 'EDGE'",
                "'a-b-c'.split('-') == ['a', 'b', 'c'] && 'a-b'.split('-', 1) == ['a-b']",
                "['a', 'b'].join('-') == 'a-b' && ['a', 'b'].join() == 'ab' && ['', '', 'b'].join('-') == '--b'",
                "'a-b'.replace('-', '+') == 'a+b' && 'aaa'.replace('a', 'b', 2) == 'bba' && 'ab'.replace('', '-') == '-a-b-'",
                "'edge'.charAt(0) == 'e' && 'edge'.indexOf('g') == 2 && 'edge'.lastIndexOf('e') == 3",
                "'edge'.substring(1, 3) == 'dg' && ' a '.trim() == 'a' && 'ab'.reverse() == 'ba' && 'é'.size() == 1",
                "strings.quote('a') == '\"a\"'",
                "'edge-12'.matches('^edge-[0-9]+$') && !'xedge-1'.matches('^edge') && matches('a', 'a')",
                "'a1b22'.find('[0-9]+') == '1' && 'a'.find('[0-9]') == '' && 'a1b22'.findAll('[0-9]+') == ['1', '22']",
                "'a1b22'.findAll('[0-9]+', 1) == ['1'] && 'x.y'.matches('^[a-z0-9]{1,63}[.][a-z]{1,63}$')",
                "[1, 2, 2].isSorted() && ![2, 1].isSorted() && [1, 2].sum() == 3 && [1.5, 2.0].sum() == 3.5",
                "[duration('1m'), duration('2m')].sum() == duration('3m') && ['b', 'a'].min() == 'a' && [1, 3, 2].max() == 3",
                "['a', 'b', 'a'].indexOf('a') == 0 && ['a', 'b', 'a'].lastIndexOf('a') == 2 && ['a'].indexOf('z') == -1",
                "[1, 2, 3].slice(0, 2) == [1, 2] && [1, 1].distinct() == [1] && [2, 1].sort() == [1, 2] && [1, 2].reverse() == [2, 1]",
                "sets.contains(['a', 'b'], ['a']) && sets.intersects(['a'], ['a', 'b']) && sets.equivalent(['a', 'b'], ['b', 'a'])",
                "ip('10.0.0.1').family() == 4 && ip('fd00::1').family() == 6 && string(ip('FD00::1')) == 'fd00::1'",
                "isIP('10.0.0.1') && !isIP('10.0.0.256') && !isIP('::ffff:10.0.0.1') && ip.isCanonical('fd00::1') && !ip.isCanonical('FD00::1')",
                "ip('127.0.0.1').isLoopback() && ip('::').isUnspecified() && ip('fe80::1').isLinkLocalUnicast() && ip('224.0.0.1').isLinkLocalMulticast()",
                "ip('10.0.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast()",
                "ip('10.0.0.1') == ip('10.0.0.1') && ip('10.0.0.1') != ip('10.0.0.2')",
                "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
                "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))",
                "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').prefixLength() == 8",
                "cidr('fd00::/64').ip() == ip('fd00::') && isCIDR('fd00::/128') && !isCIDR('10.0.0.0/33') && string(cidr('fd00::/64')) == 'fd00::/64'",
                "request.spec.?role.orValue('Worker') == 'Worker' && request.labels[?'no'].hasValue() == false",
                "1 < 1.5 && int('3') == 3 && type(1) == int && 'a' in {'a': 1}"
            })
    void the_functions_are_those_that_kubernetes_has(String expression) {
        assertThat(evaluate(expression)).isEqualTo(new RuleResult.Holds());
    }

    @Test
    void what_is_not_true_is_violated() {
        assertThat(evaluate("request.name == 'second'")).isEqualTo(new RuleResult.Violated());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            request.spec.role == 'Worker'              | role
            request.labels['no'] == 'such'             | no
            dyn(1)                                     | neither true nor false
            1 / (request.name.size() - 5) == 1         | zero
            ip('nowhere').isLoopback()                 | an IP address is written like
            cidr('10.0.0.0/33').prefixLength() == 33   | at most 32 bits
            [].min() == 1                              | the list is empty
            'a'.matches('(')                           | missing closing
            """)
    void what_can_not_be_worked_out_fails_with_its_reason(String expression, String reason) {
        assertThat(evaluate(expression))
                .isInstanceOfSatisfying(
                        RuleResult.Failed.class,
                        failed -> assertThat(failed.why()).contains(reason));
    }

    /** Each of these would take very long, or more memory than there is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'a'.matches('((((a{100}){100}){100}){100})')                                 | repeats too much
            'a'.find('(((a{1000}){1000}){1000})') == 'a'                                 | repeats too much
            'a'.matches('a{1,1000}{1,1000}')                                             | repeats too much
            'aaaaaaaaaa'.replace('a','aaaaaaaaaa').replace('a','aaaaaaaaaa').replace('a','aaaaaaaaaa').replace('a','aaaaaaaaaa').replace('a','aaaaaaaaaa') == '' | at most 65536 characters
            [1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2].all(e, e > 0))))) | budget
            """)
    void nobody_is_held_up_or_exhausted(String expression, String reason) {
        assertThat(evaluate(expression))
                .isInstanceOfSatisfying(
                        RuleResult.Failed.class,
                        failed -> assertThat(failed.why()).contains(reason));
    }

    /** Each of these doubles at each of 40 steps, which is more than there is memory or time. */
    @ParameterizedTest
    @Timeout(60)
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ['aaaaaaaa']  ; x + x             ; == []                  ; a text has at most 65536 characters
            [b'aaaaaaaa'] ; x + x             ; == []                  ; a text has at most 65536 characters
            [[1]]         ; x + x             ; == []                  ; a list or map has at most 1000 elements
            ['\\\\']      ; strings.quote(x)  ; == []                  ; a text has at most 65536 characters
            [[dyn(1)]]    ; [dyn(x), x]       ; == []                  ; too much effort
            [dyn(1)]      ; {'a': x, 'b': x}  ; == []                  ; too much effort
            [dyn(1)]      ; optional.of([x, x]) ; == []                ; too much effort
            ['aaaaaaaa']  ; x + x             ; == [] || true          ; a text has at most 65536 characters
            [[dyn(1)]]    ; [dyn(x), x]       ; .size() == 0 || true   ; too much effort
            """)
    void what_doubles_again_and_again_fails(String first, String doubled, String question, String reason) {
        assertFails(first + ".map(x, %s)".formatted(doubled).repeat(40) + question, reason);
    }

    /** None of these makes anything large; each would take seconds, minutes or years. */
    @ParameterizedTest
    @Timeout(60)
    @MethodSource
    void what_takes_endless_effort_fails(String expression) {
        assertFails(expression, "too much effort");
    }

    private static Stream<String> what_takes_endless_effort_fails() {
        var ten = "[1,2,3,4,5,6,7,8,9,10]";
        var text = "[%s]%s.all(t, ".formatted("'aaaaaaaa'", ".map(x, x + x)".repeat(12));
        var list = "[[1, 2, 3, 4, 5, 6, 7, 8]]%s.all(t, ".formatted(".map(x, x + x)".repeat(6));
        return Stream.of(
                text + ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, t.matches('(a|aa)+$')))))",
                text + "t.matches('(a{0,100}){0,100}b'))",
                text + "t.findAll('a.*b|a').size() > 0)",
                text + "!t.contains(t.substring(16000) + 'b'))",
                text + "t.indexOf(t.substring(16000) + 'b') < 0)",
                text + "t.lastIndexOf('b' + t.substring(16000)) < 0)",
                text + "t.split(t.substring(16000) + 'b').size() == 1)",
                text + "t.replace(t.substring(16000) + 'b', '') == t)",
                text + ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, " + ten + ".all(d, t + 'b' != t + 'c')))))",
                list + ten + ".all(a, " + ten + ".all(b, sets.contains(t, t))))",
                list + ten + ".all(a, " + ten + ".all(b, t.distinct() != [])))",
                ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, 1/0==1" + "||1/0==1".repeat(200) + "||true)))",
                "optional.of(dyn(" + "{'a':".repeat(25) + "1" + "}".repeat(25) + "))" + ".?a".repeat(25)
                        + " == optional.none()");
    }

    @Test
    void null_in_a_request_is_a_value_like_others() {
        assertThat(evaluate(
                        RuleLanguage.of(RuleStage.REQUEST),
                        "request.spec.node.labels.size() == 1 && request.spec.node.labels == request.spec.node.labels",
                        Questions.facts("{'node': {'labels': {'zone': null}}}")))
                .isEqualTo(new RuleResult.Holds());
    }

    private static void assertFails(String expression, String reason) {
        assertThat(evaluate(expression))
                .isInstanceOfSatisfying(
                        RuleResult.Failed.class,
                        failed -> assertThat(failed.why()).contains(reason));
    }

    /** A rule of honest length over long lists stays far below the limits. */
    @Test
    void what_people_write_is_allowed() {
        var names = IntStream.range(0, 150).mapToObj("'edge-%d'"::formatted).collect(joining(",", "[", "]"));
        assertThat(evaluate(
                        "%s.filter(n, n.matches('^edge-[0-9]{1,3}$') && n.contains('edge')).map(n, n + '.example.com').distinct().size() == 150"
                                .formatted(names)))
                .isEqualTo(new RuleResult.Holds());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            request.spec.nodeNme == 'x'      | 1 | 13 | undefined field
            request.name                     | 1 | 8  | expected type 'bool'
            request.name ==                  | 1 | 16 | mismatched input
            request.name == 1                | 1 | 14 | no matching overload
            lists.range(1000000000).size() > 1  | 1 | 1  | undeclared reference
            secrets == []                    | 1 | 1  | undeclared reference
            """)
    void what_does_not_compile_says_where(String expression, int line, int column, String message) {
        assertThat(RuleLanguage.of(RuleStage.REQUEST).compile(expression))
                .isInstanceOfSatisfying(Compilation.Broken.class, broken -> {
                    assertThat(broken.message()).contains(message);
                    assertThat(broken.line()).isEqualTo(line);
                    assertThat(broken.column()).isEqualTo(column);
                });
    }

    @Test
    void lines_are_counted() {
        assertThat(RuleLanguage.of(RuleStage.REQUEST).compile("true &&\n\n  request.nme == ''"))
                .isInstanceOfSatisfying(Compilation.Broken.class, broken -> {
                    assertThat(broken.line()).isEqualTo(3);
                    assertThat(broken.column()).isEqualTo(10);
                });
    }

    @Test
    void an_endless_or_endlessly_nested_expression_does_not_compile() {
        assertThat(RuleLanguage.of(RuleStage.REQUEST).compile("'%s' == ''".formatted("x".repeat(2048))))
                .isInstanceOf(Compilation.Broken.class);
        assertThat(RuleLanguage.of(RuleStage.REQUEST).compile("(".repeat(900) + "true" + ")".repeat(900)))
                .isInstanceOf(Compilation.Broken.class);
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST, csr.name == '', false",
        "REQUEST, token.id == '', false",
        "CERTIFICATE, csr.name == '', true",
        "CERTIFICATE, token.id == '', true",
        "SERVING_CERTIFICATE, csr.name == '', true",
        "SERVING_CERTIFICATE, token.id == '', false"
    })
    void each_stage_has_its_variables(RuleStage stage, String expression, boolean compiles) {
        assertThat(RuleLanguage.of(stage).compile(expression) instanceof Compilation.Compiled)
                .isEqualTo(compiles);
    }

    @Test
    void before_there_is_a_certificate_the_requester_is_who_asked_for_the_node() {
        var request = RuleLanguage.of(RuleStage.REQUEST);
        var asked = Questions.facts("{'nodeName': 'edge-1', 'requestedBy': 'olivia'}");
        assertThat(evaluate(request, "requester.name == 'olivia' && requester.groups == []", asked))
                .isEqualTo(new RuleResult.Holds());
        assertThat(evaluate(request, "!has(requester.name)", Questions.facts("{'nodeName': 'edge-1'}")))
                .isEqualTo(new RuleResult.Holds());
        assertThat(evaluate(request, "!node.exists && !has(node.uid)", asked)).isEqualTo(new RuleResult.Holds());
    }

    private static RuleResult evaluate(String expression) {
        return evaluate(RuleLanguage.of(RuleStage.CERTIFICATE), expression, FACTS);
    }

    private static RuleResult evaluate(RuleLanguage language, String expression, Facts facts) {
        return switch (language.compile(expression)) {
            case Compilation.Compiled(var compiled) -> compiled.evaluate(facts);
            case Compilation.Broken broken -> throw new AssertionError(broken.toString());
        };
    }
}
