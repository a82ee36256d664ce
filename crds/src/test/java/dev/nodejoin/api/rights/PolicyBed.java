package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Policies, and people who may write them: paula approves workers, petra both roles, pat nobody. */
record PolicyBed(RightsBed bed) {
    static final String COLLECTION = "/apis/nodejoin.dev/v1alpha1/nodejoinpolicies";
    private static final String WRITER = "nodejoin-policy-writer";
    private static final String CONTROL_PLANES = "tests-approve-control-planes";

    static PolicyBed shared() {
        var policies = new PolicyBed(RightsBed.shared());
        policies.introduce();
        return policies;
    }

    private void introduce() {
        var path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/" + CONTROL_PLANES;
        bed.admin().apply(path, Json.object("""
                        {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole',
                         rules: [{apiGroups: ['nodejoin.dev'], resources: ['noderoles'], resourceNames: ['control-plane'], verbs: ['approve']}]}
                        """), "tests").accepted();
        for (var person : new String[] {"paula", "petra", "pat"}) bed.bind(person, WRITER);
        bed.bind("paula", "nodejoin-approver-worker");
        bed.bind("petra", "nodejoin-approver-worker");
        bed.bind("petra", CONTROL_PLANES);
        for (var person : new String[] {"paula", "petra", "pat"})
            bed.awaitRight(bed.as(person), "{group: 'nodejoin.dev', resource: 'nodejoinpolicies', verb: 'create'}");
        awaitApprover("paula", "worker");
        awaitApprover("petra", "worker");
        awaitApprover("petra", "control-plane");
        bed.await(
                "policies about policies are enforced",
                () -> tryToWrite(bed.as("pat"), "{}").code() == 403);
    }

    private void awaitApprover(String person, String role) {
        bed.awaitRight(
                bed.as(person),
                "{group: 'nodejoin.dev', resource: 'noderoles', name: '%s', verb: 'approve'}".formatted(role));
    }

    /** One that the administrator wrote; its path. */
    String written(String spec) {
        return COLLECTION + "/"
                + tryToWrite(bed.admin(), spec).accepted().at("/metadata/name").asText();
    }

    Answer tryToWrite(Api who, String spec) {
        return who.post(COLLECTION, object(bed.freshName("policy"), spec));
    }

    /** Nothing is stored. */
    Answer tried(Api who, String spec) {
        return who.post(COLLECTION + "?dryRun=All", object(bed.freshName("policy"), spec));
    }

    private static ObjectNode object(String name, String spec) {
        return Json.object(
                "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinPolicy', metadata: {name: '%s'}, spec: %s}"
                        .formatted(name, spec));
    }
}
