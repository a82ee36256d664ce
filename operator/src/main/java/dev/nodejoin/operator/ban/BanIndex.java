package dev.nodejoin.operator.ban;

import dev.nodejoin.operator.join.NodeJoinReconciler;
import dev.nodejoin.operator.plan.BanIndexText;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The names of all banned Nodes in one ConfigMap, so that the API server asks one object about each write, however many bans
 * there are. Kept equal to the bans; a ban that is not in it is in force by itself.
 */
final class BanIndex {
    /** In a namespace that can't be deleted: bans hold when everything of the operator is gone. */
    static final String NAMESPACE = "kube-system";

    static final String NAME = "nodejoin-bans";
    private static final String LABEL = "nodejoin.dev/ban-index";
    private static final String NAMES = "names";

    private final KubernetesClient client;
    private final BanCaches caches;
    private final InstantSource clock;
    private final Map<String, Instant> seen = new HashMap<>();

    BanIndex(KubernetesClient client, BanCaches caches, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.clock = clock;
    }

    /** Writes it if it is not as the bans are. */
    synchronized void refresh() {
        var index = caches.index();
        var is = index.map(BanIndex::text).orElse("");
        see(is);
        var wanted = BanIndexText.of(caches.bans(), clock.instant());
        if (wanted.equals(is)) return;
        caches.remember(client.resource(indexOf(wanted, index))
                .fieldManager(NodeJoinReconciler.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply());
        see(wanted);
    }

    /** When the name was first seen in it; it has been there ever since. */
    synchronized Optional<Instant> since(String nodeName) {
        return Optional.ofNullable(seen.get(nodeName));
    }

    private void see(String text) {
        var names = BanIndexText.names(text);
        seen.keySet().retainAll(names);
        names.forEach(name -> seen.putIfAbsent(name, clock.instant()));
    }

    private static String text(ConfigMap index) {
        var data = Objects.requireNonNullElse(index.getData(), Map.<String, String>of());
        var labels = Objects.requireNonNullElse(index.getMetadata().getLabels(), Map.<String, String>of());
        return labels.containsKey(LABEL) ? data.getOrDefault(NAMES, "") : "";
    }

    /** Without a name it has no label, and costs no write anything. */
    private static ConfigMap indexOf(String text, Optional<ConfigMap> before) {
        var version = before.map(index -> index.getMetadata().getResourceVersion());
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .withResourceVersion(version.orElse(null))
                .withLabels(text.isEmpty() ? Map.of() : Map.of(LABEL, "true"))
                .endMetadata()
                .withData(text.isEmpty() ? Map.of() : Map.of(NAMES, text))
                .build();
    }
}
