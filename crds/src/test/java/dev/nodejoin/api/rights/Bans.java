package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bans as people write them, and the operator's part in them. */
record Bans(RightsBed bed) {
    static final String COLLECTION = "/apis/nodejoin.dev/v1alpha1/nodejoinbans";
    static final String INDEX = "/api/v1/namespaces/kube-system/configmaps/nodejoin-bans";

    static ObjectNode object(String name, String spec) {
        return Json.object(
                "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinBan', metadata: {name: '%s'}, spec: %s}"
                        .formatted(name, spec));
    }

    static String path(String name) {
        return COLLECTION + "/" + name;
    }

    /** A ban of that spec in the cluster; its name. */
    String write(String spec) {
        var name = bed.freshName("ban");
        bed.admin().post(COLLECTION, object(name, spec)).accepted();
        return name;
    }

    String banNode(String node) {
        return write("{nodeName: '%s', reason: 'stolen'}".formatted(node));
    }

    void lift(String name) {
        bed.admin().delete(path(name)).accepted();
    }

    /** With the operator's rights, as the operator keeps it. */
    Answer index(String... nodes) {
        var names = "\\n"
                + String.join(
                        "",
                        java.util.Arrays.stream(nodes).map(node -> node + "\\n").toList());
        var index = Json.object("""
                {apiVersion: 'v1', kind: 'ConfigMap', metadata: {labels: {'nodejoin.dev/ban-index': 'true'}},
                 data: {names: '%s'}}
                """.formatted(names));
        return bed.operator().apply(INDEX, index, "nodejoin-operator");
    }
}
