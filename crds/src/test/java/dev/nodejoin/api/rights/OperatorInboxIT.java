package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of the inbox: written by the operator alone, who writes and deletes no others. */
class OperatorInboxIT {
    private static final String POLICY = "nodejoin-inbox";
    private static final String PEM =
            "-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\\n-----END PUBLIC KEY-----\\n";

    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @Test
    void the_operator_creates_them_and_deletes_what_nobody_decided() {
        var name = created("{}").accepted().at("/metadata/name").asText();
        bed.operator().delete(Asked.COLLECTION + "/" + name).accepted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{spec: {unrequested: null}}",
                "{spec: {node: {labels: {a: 'b'}}}}",
                "{spec: {suspend: false}}",
                "{spec: {role: 'Worker'}}",
                "{metadata: {labels: {'nodejoin.dev/inbox': null}}}",
                "{metadata: {finalizers: ['example.com/stay']}}",
                "{metadata: {ownerReferences: [{apiVersion: 'v1', kind: 'Pod', name: 'r', uid: '1'}]}}"
            })
    void the_operator_creates_no_others(String change) {
        created(change).refusedBy(POLICY, "Forbidden");
    }

    @Test
    void nobody_else_says_what_a_machine_is_that_asked_by_itself() {
        bed.admin()
                .post(Asked.COLLECTION, inboxRequest("{spec: {requestedBy: null}}"))
                .refusedBy(POLICY, "Forbidden", "by the Node Join Operator alone");
        bed.as("carol")
                .post(Asked.COLLECTION, inboxRequest("{spec: {requestedBy: null}}"))
                .refusedBy(POLICY, "Forbidden");
    }

    @Test
    void nobody_adds_changes_or_removes_it_later() {
        var path = Asked.COLLECTION + "/"
                + created("{}").accepted().at("/metadata/name").asText();
        bed.admin()
                .merge(
                        path,
                        "{spec: {requestedBy: 'kubernetes-admin', unrequested: {tokenID: 'zzzzzz', requester: 'system:bootstrap:zzzzzz'}}}")
                .refused("Invalid", "unrequested can't be changed");
        bed.admin()
                .merge(path, "{spec: {requestedBy: 'kubernetes-admin', unrequested: null}}")
                .refused("Invalid", "unrequested can't be changed");
        var people = Asked.forNode(bed);
        var origin = inboxRequest("{}").at("/spec/unrequested");
        bed.admin()
                .merge(people.path(), "{spec: {unrequested: %s}}".formatted(origin))
                .refused("Invalid", "unrequested");
    }

    @Test
    void the_operator_deletes_no_request_of_people() {
        bed.operator().delete(Asked.forNode(bed).path()).refusedBy(POLICY, "Forbidden");
        bed.operator().delete(Asked.COLLECTION).notAuthorized();
    }

    @Test
    void the_operator_deletes_none_that_was_denied_or_approved() {
        var denied =
                new Asked(bed, created("{}").accepted().at("/metadata/name").asText()).published(Asked.KEY);
        bed.operator().delete(denied.path()).refusedBy(POLICY, "Forbidden", "that people decided");
        var refused =
                new Asked(bed, created("{}").accepted().at("/metadata/name").asText());
        refused.deny(bed.as("alice"), "alice").accepted();
        bed.operator().delete(refused.path()).refusedBy(POLICY, "Forbidden", "that people decided");
    }

    @Test
    void the_operator_changes_none() {
        var path = Asked.COLLECTION + "/"
                + created("{}").accepted().at("/metadata/name").asText();
        bed.operator().merge(path, "{spec: {suspend: true}}").notAuthorized();
        bed.almightyOperator().merge(path, "{spec: {suspend: true}}").refusedBy(POLICY, "Forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{unrequested: {requester: 'system:bootstrap:ffffff'}}",
                "{unrequested: {tokenID: 'ABCDEF'}}",
                "{unrequested: {publicKeySHA256: 'sha256:0'}}",
                "{unrequested: {firstSeen: 'yesterday'}}",
                "{unrequested: {certificateRequest: null}}",
                "{identity: null}"
            })
    void the_schema_stops_what_can_not_be_true(String spec) {
        bed.almightyOperator()
                .post(Asked.COLLECTION, inboxRequest("{spec: %s}".formatted(spec)))
                .refused("Invalid");
    }

    private static Answer created(String change) {
        return bed.operator().post(Asked.COLLECTION, inboxRequest(change));
    }

    private static ObjectNode inboxRequest(String change) {
        var request = Json.object("""
                {apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest',
                 metadata: {name: '%s', labels: {'nodejoin.dev/inbox': 'true'}},
                 spec: {nodeName: 'w', deadlineSeconds: 600, identity: {publicKey: '%s'}, requestedBy: '%s',
                        unrequested: {requester: 'system:bootstrap:abcdef', tokenID: 'abcdef',
                                      certificateRequest: {name: 'csr', uid: 'u'}, publicKeySHA256: 'sha256:%s',
                                      firstSeen: '2026-01-01T00:00:00Z'}}}
                """.formatted(bed.freshName("inbox"), PEM, RightsBed.OPERATOR, "0".repeat(64)));
        return Json.merge(request, Json.parse(change));
    }
}
