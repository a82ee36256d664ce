package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema of NodeJoinGate lets pass and what it stops. */
class GateSchemaIT {
    private static final String GATES = "/apis/nodejoin.dev/v1alpha1/nodejoingates";

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{publicClusterInfo: 'Leave'}",
                "{publicClusterInfo: 'Remove', unrequested: {}}",
                "{unrequested: {mode: 'Ignore'}}",
                "{unrequested: {mode: 'Report'}}",
                "{unrequested: {mode: 'Inbox'}}",
                "{unrequested: {mode: 'Inbox', namespace: 'edge', max: 1, ttlSeconds: 600}}",
                "{unrequested: {mode: 'Inbox', max: 100, ttlSeconds: 2592000}}"
            })
    void these_pass(String spec) {
        created("cluster", spec).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{publicClusterInfo: 'Delete'}",
                "{unrequested: {mode: 'inbox'}}",
                "{unrequested: {mode: 'Inbox', namespace: 'a.b'}}",
                "{unrequested: {mode: 'Inbox', max: 0}}",
                "{unrequested: {mode: 'Inbox', max: 101}}",
                "{unrequested: {mode: 'Inbox', ttlSeconds: 599}}",
                "{unrequested: {mode: 'Inbox', ttlSeconds: 2592001}}"
            })
    void these_do_not(String spec) {
        created("cluster", spec).refused("Invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{unrequested: {namespace: 'edge'}}",
                "{unrequested: {mode: 'Report', max: 3}}",
                "{unrequested: {mode: 'Ignore', ttlSeconds: 600}}"
            })
    void what_is_of_the_inbox_needs_an_inbox(String spec) {
        created("cluster", spec).refused("Invalid", "they need mode Inbox");
    }

    @Test
    void there_is_one_gate() {
        created("another", "{}").refused("Invalid", "its name is cluster");
    }

    @Test
    void kubectl_shows_it_by_its_short_name() {
        assertThat(bed.kubectl().run("get", "njg").accepted()).contains("No resources found");
        assertThat(bed.kubectl().run("explain", "njg.spec.unrequested.mode").accepted())
                .contains("Inbox");
    }

    private static Answer created(String name, String spec) {
        return bed.admin().post(GATES + "?dryRun=All", Json.object("""
                        {apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinGate', metadata: {name: '%s'}, spec: %s}
                        """.formatted(name, spec)));
    }
}
