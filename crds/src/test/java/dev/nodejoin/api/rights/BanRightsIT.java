package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ban may be, who writes it, and who writes what of it. */
class BanRightsIT {
    private static final String KEY = "sha256:" + "0a".repeat(32);
    private static final String POLICY = "nodejoin-ban-writes";

    private static RightsBed bed;
    private static Bans bans;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        bans = new Bans(bed);
        bed.bind("bob", "nodejoin-banner");
        bed.bindHere("tess", "ClusterRole", "nodejoin-banner");
        bed.bindHere("tom", "ClusterRole", "cluster-admin");
        bed.awaitRight(bed.as("bob"), "{group: 'nodejoin.dev', resource: 'nodejoinbans', verb: 'create'}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodeName: 'no-such-node'",
                "nodeName: 'rack-1.no-such-node.example.com'",
                "publicKeySHA256: '" + "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" + "'",
                "nodeName: 'no-such-node', until: '2026-01-01T00:00:00Z', reason: 'because'",
                "nodeName: 'no-such-node', until: '2026-01-01T00:00:00+02:00'"
            })
    void these_pass(String spec) {
        bans.lift(bans.write("{%s}".formatted(spec)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "reason: 'nobody in particular'",
                "nodeName: ''",
                "nodeName: 'A'",
                "nodeName: 'a\\nb'",
                "nodeName: 'a/b'",
                "publicKeySHA256: ''",
                "publicKeySHA256: 'sha256:abc'",
                "publicKeySHA256: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'",
                "publicKeySHA256: 'sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef'",
                "nodeName: 'a', until: 'tomorrow'",
                "nodeName: 'a', until: ''"
            })
    void these_do_not(String spec) {
        bed.admin()
                .post(Bans.COLLECTION, Bans.object(bed.freshName("ban"), "{%s}".formatted(spec)))
                .refused("Invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{nodeName: 'somebody-else'}",
                "{nodeName: null}",
                "{publicKeySHA256: null}",
                "{publicKeySHA256: '" + "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" + "'}"
            })
    void whom_it_bans_can_not_be_changed(String change) {
        var ban = bans.write("{nodeName: 'no-such-node', publicKeySHA256: '%s'}".formatted(KEY));
        bed.admin().merge(Bans.path(ban), "{spec: %s}".formatted(change)).refused("Invalid", "create another ban");
        bans.lift(ban);
    }

    @Test
    void a_ban_is_prolonged_and_shortened_until_it_is_over() {
        var ban = bans.write("{nodeName: 'no-such-node', until: '2030-01-01T00:00:00Z'}");
        bed.as("bob")
                .merge(Bans.path(ban), "{spec: {until: '2029-01-01T00:00:00Z', reason: 'less'}}")
                .accepted();
        operatorWrites(ban, "False");
        for (var until : new String[] {"'2031-01-01T00:00:00Z'", "null"})
            bed.as("bob")
                    .merge(Bans.path(ban), "{spec: {until: %s}}".formatted(until))
                    .refused("Invalid", "this ban is over: create another");
        bed.as("bob").merge(Bans.path(ban), "{spec: {reason: 'was wrong'}}").accepted();
        bans.lift(ban);
    }

    private static void operatorWrites(String ban, String inForce) {
        var object = Json.merge(
                (com.fasterxml.jackson.databind.node.ObjectNode)
                        bed.admin().get(Bans.path(ban)).accepted(),
                Json.parse("""
                        {status: {hits: 'Node', conditions: [{type: 'InForce', status: '%s', reason: 'Test',
                         message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}]}}
                        """.formatted(inForce)));
        bed.operator().put(Bans.path(ban) + "/status", object).accepted();
    }

    @Test
    void who_has_the_right_bans_and_lifts() {
        var name = bed.freshName("ban");
        bed.as("bob")
                .post(Bans.COLLECTION, Bans.object(name, "{nodeName: 'no-such-node'}"))
                .accepted();
        bed.as("bob").delete(Bans.path(name)).accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol", "alice", "victor", "tess", "tom"})
    void nobody_else_does_not_even_with_every_right_in_a_namespace(String user) {
        var ban = bans.write("{nodeName: 'no-such-node'}");
        var who = bed.as(user);
        who.post(Bans.COLLECTION, Bans.object("x", "{nodeName: 'no-such-node'}"))
                .notAuthorized();
        who.merge(Bans.path(ban), "{spec: {until: '2026-01-01T00:00:00Z'}}").notAuthorized();
        who.delete(Bans.path(ban)).notAuthorized();
        bans.lift(ban);
    }

    @Test
    void its_status_is_the_operators() {
        var ban = bans.write("{nodeName: 'no-such-node'}");
        var forged = "{status: {hits: 'nothing'}}";
        bed.as("bob").merge(Bans.path(ban) + "/status", forged).notAuthorized();
        bed.admin().merge(Bans.path(ban) + "/status", forged).refusedBy(POLICY, "Forbidden");
        operatorWrites(ban, "True");
        bans.lift(ban);
    }

    /** With it the ban would not be in force by itself. */
    @Test
    void nobody_but_the_operator_says_that_a_ban_is_in_the_index() {
        var name = bed.freshName("ban");
        var labelled = Json.merge(
                Bans.object(name, "{nodeName: 'no-such-node'}"),
                Json.parse("{metadata: {labels: {'nodejoin.dev/indexed': 'true'}}}"));
        bed.admin().post(Bans.COLLECTION, labelled).refusedBy(POLICY, "Invalid", "leave it out");
        var ban = bans.write("{nodeName: 'no-such-node'}");
        var label = "{metadata: {labels: {'nodejoin.dev/indexed': 'true'}}}";
        bed.admin().merge(Bans.path(ban), label).refusedBy(POLICY, "Invalid");
        bed.operator().merge(Bans.path(ban), label).accepted();
        bed.admin()
                .merge(Bans.path(ban), "{metadata: {labels: {'nodejoin.dev/indexed': null}}}")
                .accepted();
        bans.lift(ban);
    }

    @Test
    void the_operator_bans_nobody_and_frees_nobody() {
        var ban = bans.write("{nodeName: 'no-such-node'}");
        bed.operator()
                .post(Bans.COLLECTION, Bans.object("x", "{nodeName: 'no-such-node'}"))
                .notAuthorized();
        bed.almightyOperator()
                .post(Bans.COLLECTION, Bans.object("x", "{nodeName: 'no-such-node'}"))
                .refusedBy(POLICY, "Forbidden");
        bed.operator()
                .merge(Bans.path(ban), "{spec: {until: '2026-01-01T00:00:00Z'}}")
                .refusedBy(POLICY, "Forbidden");
        bed.operator().delete(Bans.path(ban)).notAuthorized();
        bans.lift(ban);
    }

    @Test
    void the_operator_writes_no_other_configuration_of_the_cluster() {
        bed.operator()
                .apply(
                        "/api/v1/namespaces/kube-system/configmaps/extra",
                        Json.object("{apiVersion: 'v1', kind: 'ConfigMap'}"),
                        "nodejoin-operator")
                .notAuthorized();
        bed.operator()
                .merge("/api/v1/namespaces/kube-system/configmaps/kubeadm-config", "{data: {a: 'b'}}")
                .notAuthorized();
        bans.index().accepted();
        bed.operator().delete(Bans.INDEX).notAuthorized();
    }

    @Test
    void get_shows_whom_it_bans_and_what_it_hits() {
        var ban = bans.write("{nodeName: 'no-such-node', until: '2030-01-01T00:00:00Z', reason: 'stolen'}");
        operatorWrites(ban, "True");
        var lines = bed.kubectl().run("get", "njb", ban, "-o", "wide").lines();
        assertThat(lines.getFirst().replaceAll(" +", " ")).isEqualTo("NAME NODE KEY UNTIL IN-FORCE HITS AGE REASON");
        assertThat(lines.get(1)).contains("no-such-node", "2030-01-01T00:00:00Z", "True", "Node", "stolen");
        bans.lift(ban);
    }
}
