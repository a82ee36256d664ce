package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A NodeJoinApproval in the cluster. */
record Written(RightsBed bed, String name) {
    static final String COLLECTION =
            "/apis/nodejoin.dev/v1alpha1/namespaces/" + RightsBed.NAMESPACE + "/nodejoinapprovals";
    static final String HASH = "v1:sha256:" + "0".repeat(64);

    /** Of worker w, word for word, as alice makes it. */
    static Written byAlice(RightsBed bed) {
        var name = bed.freshName("approval");
        bed.as("alice").post(COLLECTION, object(name, text("alice"))).accepted();
        return new Written(bed, name);
    }

    static String text(String by) {
        return "{request: 'w', nodeName: 'w', spec: {nodeName: 'w'}, by: '%s'}".formatted(by);
    }

    static ObjectNode object(String name, String spec) {
        return Json.object(
                "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinApproval', metadata: {name: '%s'}, spec: %s}"
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

    ObjectNode edited(String patch) {
        return Json.merge(read(), Json.parse(patch));
    }

    Answer tryAsOperator(String patch) {
        return bed.operator().put(statusPath(), edited(patch));
    }
}
