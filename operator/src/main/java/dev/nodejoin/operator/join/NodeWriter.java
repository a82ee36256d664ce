package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeTaint;
import dev.nodejoin.operator.plan.NodeSetUp;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes labels, annotations and taints of Nodes; each write names the UID that is meant. */
final class NodeWriter {
    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(NodeJoinReconciler.FIELD_MANAGER)
            .build();

    private final KubernetesClient client;

    NodeWriter(KubernetesClient client) {
        this.client = client;
    }

    /** The Node after the last write. */
    Optional<Node> carryOut(NodeSetUp setUp) {
        var labelled = setUp.declared().map(declared -> apply(setUp, declared));
        var version =
                labelled.map(node -> node.getMetadata().getResourceVersion()).orElse(setUp.resourceVersion());
        return setUp.taints()
                .map(taints -> replaceTaints(setUp, taints, version))
                .or(() -> labelled);
    }

    private Node apply(NodeSetUp setUp, NodeSetUp.Declared declared) {
        return client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(setUp.nodeName())
                        .withUid(setUp.uid())
                        .withLabels(declared.labels())
                        .withAnnotations(declared.annotations())
                        .endMetadata()
                        .build())
                .fieldManager(NodeJoinReconciler.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    /**
     * The list is atomic, so it is replaced under the resource version that was read. The patch is no Node: the model of one
     * leaves an empty list out, and nothing would change.
     */
    private Node replaceTaints(NodeSetUp setUp, List<NodeTaint> taints, String resourceVersion) {
        var patch = Map.of(
                "metadata", Map.of("uid", setUp.uid(), "resourceVersion", resourceVersion),
                "spec", Map.of("taints", taints.stream().map(NodeWriter::taint).toList()));
        return client.nodes()
                .withName(setUp.nodeName())
                .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
    }

    private static Taint taint(NodeTaint taint) {
        return new TaintBuilder()
                .withKey(taint.key())
                .withValue(taint.value())
                .withEffect(taint.effect())
                .build();
    }
}
