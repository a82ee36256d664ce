package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A NodeJoinRequest in the cluster, and the operator's part in its status. */
record Asked(RightsBed bed, String name) {
    static final String KEY = "v1:0123456789abcdef0123456789abcdef";
    static final String OTHER_KEY = "v1:ffffffffffffffffffffffffffffffff";
    static final String COLLECTION =
            "/apis/nodejoin.dev/v1alpha1/namespaces/" + RightsBed.NAMESPACE + "/nodejoinrequests";

    static Asked forNode(RightsBed bed) {
        return of(bed, "{nodeName: '%s'}".formatted(bed.freshName("node")));
    }

    static Asked of(RightsBed bed, String spec) {
        var name = bed.freshName("request");
        bed.admin().post(COLLECTION, object(name, spec)).accepted();
        return new Asked(bed, name);
    }

    /** One that the operator has looked at: it waits for approval. */
    static Asked awaitingApproval(RightsBed bed) {
        return forNode(bed).published(KEY);
    }

    static ObjectNode object(String name, String spec) {
        return Json.object(
                "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest', metadata: {name: '%s'}, spec: %s}"
                        .formatted(name, spec));
    }

    String path() {
        return COLLECTION + "/" + name;
    }

    String statusPath() {
        return path() + "/status";
    }

    ObjectNode read() {
        return (ObjectNode) bed.admin().get(path()).accepted();
    }

    JsonNode status() {
        return read().path("status");
    }

    /** The object as it is, changed by a merge patch on this side: what a program does that reads, edits and puts. */
    ObjectNode edited(String patch) {
        return Json.merge(read(), Json.parse(patch));
    }

    /** Something of everything that only the operator writes. */
    Asked published(String key) {
        operatorWrites("""
                {status: {observedGeneration: %d, specHash: 'v1:sha256:%s', approvalKey: '%s',
                 conditions: [
                   {type: 'Approved', status: 'False', reason: 'AwaitingApproval', message: 'wait',
                    lastTransitionTime: '2026-01-01T00:00:00Z'},
                   {type: 'Ready', status: 'False', reason: 'AwaitingApproval', message: 'wait',
                    lastTransitionTime: '2026-01-01T00:00:00Z'}],
                 token: {id: 'abcdef', attempt: 1, state: 'Claimed'},
                 handOff: {kind: 'Secret', name: 'hand-off-1'},
                 certificate: {requestName: 'csr-1'},
                 node: {uid: '1'},
                 approved: {by: ['zoe'], specHash: 'v1:sha256:0', at: '2026-01-01T00:00:00Z'}}}
                """.formatted(read().at("/metadata/generation").asLong(), "0".repeat(64), key));
        return this;
    }

    Answer tryAsOperator(String patch) {
        return bed.operator().put(statusPath(), edited(patch));
    }

    void operatorWrites(String patch) {
        tryAsOperator(patch).accepted();
    }

    /** Changes the specification, as an administrator. */
    void changed(String specPatch) {
        bed.admin().merge(path(), "{spec: %s}".formatted(specPatch)).accepted();
    }

    /** The approvals as they are, with one more. */
    Answer approve(Api who, String by, String key) {
        return add(who, "approvals", "{by: '%s', key: '%s'}".formatted(by, key));
    }

    Answer deny(Api who, String by) {
        return add(who, "denials", "{by: '%s', reason: 'no'}".formatted(by));
    }

    private Answer add(Api who, String list, String entry) {
        var object = read();
        object.withObjectProperty("status").withArrayProperty(list).add(Json.parse(entry));
        return who.put(statusPath(), object);
    }
}
