package dev.nodejoin.api.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Whatever a node may write by itself, one attempt of each kind. */
record NodeWrites(RightsBed bed, String name) {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    private static final String CSI_NODES = "/apis/storage.k8s.io/v1/csinodes";
    private static final String SLICES = "/apis/resource.k8s.io/v1/resourceslices";

    /** The Node registers, and pods are bound to it. */
    NodeWrites prepared() {
        api().post("/api/v1/nodes", asNode()).accepted();
        api().post(LEASES, lease()).accepted();
        api().post(CSI_NODES, csiNode()).accepted();
        for (var pod : new String[] {"used", "evicted", "deleted"}) bind(pod);
        bed.await("the node knows its pods", () -> api().get(pod("used")).code() == 200);
        return this;
    }

    Api api() {
        return bed.as("system:node:" + name, "system:nodes");
    }

    /** By name, what it tries. */
    Map<String, Function<Api, Answer>> attempts() {
        var all = new LinkedHashMap<String, Function<Api, Answer>>();
        all.put("its Node's labels", api -> api.merge("/api/v1/nodes/" + name, "{metadata: {labels: {a: 'b'}}}"));
        all.put(
                "its Node's annotations",
                api -> api.merge("/api/v1/nodes/" + name, "{metadata: {annotations: {a: 'b'}}}"));
        all.put("its Node's status, by patch", api -> api.strategicMerge(status(), ready("patched")));
        all.put("its Node's status, by apply", api -> api.apply(status(), appliedStatus(), "kubelet"));
        all.put(
                "its Node's status, by update",
                api -> api.put(status(), bed.admin().get(status()).accepted()));
        all.put("another Node", api -> api.post("/api/v1/nodes", asNode()));
        all.put("its lease", api -> api.merge(LEASES + "/" + name, "{spec: {leaseDurationSeconds: 41}}"));
        all.put("its lease, anew", api -> api.post(LEASES, lease()));
        all.put("its CSINode", api -> api.merge(CSI_NODES + "/" + name, "{metadata: {annotations: {a: 'b'}}}"));
        all.put("a mirror pod", api -> api.post(PODS, mirrorPod()));
        all.put("a pod's status", api -> api.strategicMerge(pod("used") + "/status", "{status: {phase: 'Running'}}"));
        all.put("a token for a pod's account", api -> api.post(tokens(), token()));
        all.put("an eviction", api -> api.post(pod("evicted") + "/eviction", eviction()));
        all.put("a pod's end", api -> api.delete(pod("deleted")));
        all.put("an event", api -> api.post("/api/v1/namespaces/default/events", event()));
        all.put(
                "an event of the newer API",
                api -> api.post("/apis/events.k8s.io/v1/namespaces/default/events", newEvent()));
        all.put("its devices", api -> api.post(SLICES, slice()));
        all.put("a certificate", api -> api.post(MachineRequests.COLLECTION, renewal()));
        all.put("a serving certificate", api -> api.post(MachineRequests.COLLECTION, serving(bed.freshName("csr"))));
        all.put("its lease's end", api -> api.delete(LEASES + "/" + name));
        all.put("its CSINode's end", api -> api.delete(CSI_NODES + "/" + name));
        return all;
    }

    private String status() {
        return "/api/v1/nodes/" + name + "/status";
    }

    private String pod(String suffix) {
        return PODS + "/" + name + "-" + suffix;
    }

    private static String tokens() {
        return "/api/v1/namespaces/default/serviceaccounts/default/token";
    }

    ObjectNode asNode() {
        return Json.object("{apiVersion: 'v1', kind: 'Node', metadata: {name: '%s'}}".formatted(name));
    }

    private static String ready(String reason) {
        return "{status: {conditions: [{type: 'Ready', status: 'True', reason: '%s', message: 'm'}]}}"
                .formatted(reason);
    }

    private ObjectNode appliedStatus() {
        return Json.merge(asNode(), Json.parse(ready("applied")));
    }

    private ObjectNode lease() {
        return Json.object("""
                {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: {name: '%s'},
                 spec: {holderIdentity: '%s', leaseDurationSeconds: 40}}
                """.formatted(name, name));
    }

    private ObjectNode csiNode() {
        return Json.object("""
                {apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: {name: '%s'}, spec: {drivers: []}}
                """.formatted(name));
    }

    private void bind(String suffix) {
        bed.admin().post("/api/v1/namespaces/default/serviceaccounts", Json.parse("{metadata: {name: 'default'}}"));
        var pod = Json.object("""
                {apiVersion: 'v1', kind: 'Pod', metadata: {name: '%s-%s'},
                 spec: {nodeName: '%s', serviceAccountName: 'default', containers: [{name: 'c', image: 'i'}]}}
                """.formatted(name, suffix, name));
        bed.await(
                "the pod's account is there", () -> bed.admin().post(PODS, pod).code() != 403);
    }

    private ObjectNode mirrorPod() {
        var owner = bed.admin()
                .get("/api/v1/nodes/" + name)
                .accepted()
                .at("/metadata/uid")
                .asText();
        return Json.object("""
                {apiVersion: 'v1', kind: 'Pod', metadata: {name: '%s-mirror',
                  annotations: {'kubernetes.io/config.mirror': '1'},
                  ownerReferences: [{apiVersion: 'v1', kind: 'Node', name: '%s', uid: '%s', controller: true}]},
                 spec: {nodeName: '%s', containers: [{name: 'c', image: 'i'}]}}
                """.formatted(name, name, owner, name));
    }

    private ObjectNode token() {
        var uid = bed.admin().get(pod("used")).accepted().at("/metadata/uid").asText();
        return Json.object("""
                {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {expirationSeconds: 3600,
                 boundObjectRef: {apiVersion: 'v1', kind: 'Pod', name: '%s-used', uid: '%s'}}}
                """.formatted(name, uid));
    }

    private ObjectNode eviction() {
        return Json.object("""
                {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name: '%s-evicted', namespace: 'default'}}
                """.formatted(name));
    }

    private ObjectNode event() {
        return Json.object("""
                {apiVersion: 'v1', kind: 'Event', metadata: {generateName: 'e'}, reason: 'Test', message: 'm',
                 type: 'Normal', involvedObject: {kind: 'Pod', name: '%s-used', namespace: 'default'},
                 source: {component: 'kubelet'}}
                """.formatted(name));
    }

    private ObjectNode newEvent() {
        return Json.object("""
                {apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: {generateName: 'e'}, reason: 'Test',
                 action: 'Test', type: 'Normal', eventTime: '2026-01-01T00:00:00.000000Z', note: 'n',
                 reportingController: 'kubelet', reportingInstance: '%s',
                 regarding: {kind: 'Pod', name: '%s-used', namespace: 'default'}}
                """.formatted(name, name));
    }

    private ObjectNode slice() {
        return Json.object("""
                {apiVersion: 'resource.k8s.io/v1', kind: 'ResourceSlice', metadata: {name: '%s-slice'},
                 spec: {driver: 'd.example.com', nodeName: '%s',
                        pool: {name: '%s', generation: 1, resourceSliceCount: 1}}}
                """.formatted(name, name, name));
    }

    private ObjectNode renewal() {
        return MachineRequests.request(bed.freshName("csr"));
    }

    ObjectNode serving(String request) {
        return Json.merge(
                MachineRequests.request(request),
                Json.parse(
                        "{spec: {signerName: 'kubernetes.io/kubelet-serving', usages: ['digital signature', 'server auth']}}"));
    }
}
