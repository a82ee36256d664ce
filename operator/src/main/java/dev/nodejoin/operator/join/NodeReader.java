package dev.nodejoin.operator.join;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodejoin.api.v1alpha1.NodeTaint;
import dev.nodejoin.operator.plan.NodeFacts;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a Node into facts. */
final class NodeReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIELD_PREFIX = "f:";

    private NodeReader() {}

    static NodeFacts read(Node node) {
        var metadata = node.getMetadata();
        return new NodeFacts(
                metadata.getUid(),
                metadata.getResourceVersion(),
                Instant.parse(metadata.getCreationTimestamp()),
                isReady(node),
                silentSince(node),
                orEmpty(metadata.getLabels()),
                orEmpty(metadata.getAnnotations()),
                taints(node),
                owned(node, "f:labels"),
                owned(node, "f:annotations"));
    }

    private static boolean isReady(Node node) {
        return readiness(node)
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** Unknown is what kube-controller-manager writes when neither Lease nor status was renewed; a kubelet never does. */
    private static Optional<Instant> silentSince(Node node) {
        return readiness(node)
                .filter(condition -> "Unknown".equals(condition.getStatus()))
                .flatMap(condition -> Optional.ofNullable(condition.getLastTransitionTime()))
                .map(Instant::parse);
    }

    private static Optional<NodeCondition> readiness(Node node) {
        if (node.getStatus() == null) return Optional.empty();
        return orEmpty(node.getStatus().getConditions()).stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .findFirst();
    }

    private static List<NodeTaint> taints(Node node) {
        if (node.getSpec() == null) return List.of();
        return orEmpty(node.getSpec().getTaints()).stream()
                .map(NodeReader::taint)
                .toList();
    }

    private static NodeTaint taint(Taint taint) {
        return new NodeTaint(taint.getKey(), taint.getValue(), taint.getEffect());
    }

    /** Keys that the operator set by server-side apply, from the Node's managed fields. */
    private static Set<String> owned(Node node, String field) {
        var keys = new HashSet<String>();
        orEmpty(node.getMetadata().getManagedFields()).stream()
                .filter(NodeReader::isOurs)
                .map(entry -> JSON.<JsonNode>valueToTree(entry.getFieldsV1()))
                .forEach(fields -> fields.path("f:metadata")
                        .path(field)
                        .fieldNames()
                        .forEachRemaining(name -> addKey(keys, name)));
        return keys;
    }

    private static boolean isOurs(ManagedFieldsEntry entry) {
        return NodeJoinReconciler.FIELD_MANAGER.equals(entry.getManager()) && "Apply".equals(entry.getOperation());
    }

    private static void addKey(Set<String> keys, String name) {
        if (name.startsWith(FIELD_PREFIX)) keys.add(name.substring(FIELD_PREFIX.length()));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
