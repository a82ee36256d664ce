package dev.nodejoin.operator.plan;

import dev.nodejoin.api.v1alpha1.NodeSettings;
import dev.nodejoin.api.v1alpha1.NodeTaint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What has to change on a Node so that it is as declared.
 *
 * @param uid of the Node that is meant: one re-created under its name is another
 * @param declared all declared labels and annotations, to be applied; empty when they are in place
 * @param taints the whole new list; empty when it is in place
 */
public record NodeSetUp(
        String nodeName,
        String uid,
        String resourceVersion,
        Optional<Declared> declared,
        Optional<List<NodeTaint>> taints) {
    /** Keeps pods away until the declared labels, taints and annotations are set. */
    public static final NodeTaint UNINITIALIZED = new NodeTaint("nodejoin.dev/uninitialized", null, "NoSchedule");

    /** NodeRestriction keeps a kubelet from setting labels below this prefix, also on its own Node. */
    private static final Pattern TRUST = Pattern.compile("([^/]+[.])?node-restriction[.]kubernetes[.]io/.*");

    private static final String NO_EXECUTE = "NoExecute";

    /** Declared labels and annotations. */
    public record Declared(Map<String, String> labels, Map<String, String> annotations) {
        public Declared {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /** The taints with which a machine shall register. */
    public static List<NodeTaint> taintsToRegisterWith(@Nullable NodeSettings settings) {
        if (settings == null || isEmpty(settings)) return List.of();
        var taints = new ArrayList<>(declaredTaints(settings));
        taints.add(UNINITIALIZED);
        return List.copyOf(taints);
    }

    /** Declared labels that say something of the machine which it could not say itself. */
    static List<String> withheld(@Nullable NodeSettings settings) {
        if (settings == null) return List.of();
        return orEmpty(settings.labels()).keySet().stream()
                .filter(key -> TRUST.matcher(key).matches())
                .sorted()
                .toList();
    }

    /** What is set if nobody knows which machine this is: without labels of trust, and it stays uninitialized. */
    static Optional<NodeSetUp> ofUnknownMachine(String nodeName, @Nullable NodeSettings settings, NodeFacts node) {
        var wanted = settings == null ? new NodeSettings(null, null, null) : settings;
        var labels = new HashMap<>(orEmpty(wanted.labels()));
        withheld(settings).forEach(labels::remove);
        return of(nodeName, node, new Declared(labels, orEmpty(wanted.annotations())), missing(wanted, node));
    }

    /** Empty if the Node is as declared. */
    static Optional<NodeSetUp> of(String nodeName, @Nullable NodeSettings settings, NodeFacts node) {
        var wanted = settings == null ? new NodeSettings(null, null, null) : settings;
        var declared = new Declared(orEmpty(wanted.labels()), orEmpty(wanted.annotations()));
        return of(nodeName, node, declared, taints(wanted, node));
    }

    private static Optional<NodeSetUp> of(String nodeName, NodeFacts node, Declared declared, List<NodeTaint> taints) {
        var setUp = new NodeSetUp(
                nodeName,
                node.uid(),
                node.resourceVersion(),
                Optional.of(declared).filter(desired -> !isInPlace(desired, node)),
                Optional.of(taints).filter(desired -> !desired.equals(node.taints())));
        return Optional.of(setUp).filter(NodeSetUp::changesAnything);
    }

    private boolean changesAnything() {
        return declared.isPresent() || taints.isPresent();
    }

    private static boolean isInPlace(Declared declared, NodeFacts node) {
        return node.labels().entrySet().containsAll(declared.labels().entrySet())
                && node.annotations()
                        .entrySet()
                        .containsAll(declared.annotations().entrySet())
                && declared.labels().keySet().containsAll(node.ownedLabels())
                && declared.annotations().keySet().containsAll(node.ownedAnnotations());
    }

    private static List<NodeTaint> taints(NodeSettings settings, NodeFacts node) {
        var taints = new ArrayList<>(missing(settings, node));
        taints.removeIf(taint -> sameKind(taint, UNINITIALIZED));
        return List.copyOf(taints);
    }

    /** Declared taints that are missing come back, except NoExecute: evicting is for the registration alone. */
    private static List<NodeTaint> missing(NodeSettings settings, NodeFacts node) {
        var taints = new ArrayList<>(node.taints());
        for (var declared : declaredTaints(settings)) {
            if (NO_EXECUTE.equals(declared.effect()) || taints.contains(declared)) continue;
            taints.removeIf(taint -> sameKind(taint, declared));
            taints.add(declared);
        }
        return List.copyOf(taints);
    }

    private static boolean sameKind(NodeTaint one, NodeTaint other) {
        return Objects.equals(one.key(), other.key()) && Objects.equals(one.effect(), other.effect());
    }

    private static boolean isEmpty(NodeSettings settings) {
        return orEmpty(settings.labels()).isEmpty()
                && orEmpty(settings.annotations()).isEmpty()
                && declaredTaints(settings).isEmpty();
    }

    private static List<NodeTaint> declaredTaints(NodeSettings settings) {
        return settings.taints() == null
                ? List.of()
                : settings.taints().stream().map(NodeSetUp::normalized).toList();
    }

    /** The API server drops an empty value. */
    private static NodeTaint normalized(NodeTaint taint) {
        var value = taint.value();
        return new NodeTaint(taint.key(), value == null || value.isEmpty() ? null : value, taint.effect());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
