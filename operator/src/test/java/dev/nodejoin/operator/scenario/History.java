package dev.nodejoin.operator.scenario;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every version that objects of a kind ever had, in order, by their UIDs: what the API server tells a watch. */
final class History<T extends CustomResource<?, ?>> implements AutoCloseable {
    private final Map<String, List<T>> versions = new ConcurrentHashMap<>();
    private final Watch watch;
    private volatile @Nullable WatcherException gap;

    private History(KubernetesClient client, Class<T> kind) {
        var resources = client.resources(kind).inNamespace(OperatorBed.NAMESPACE);
        var begin = resources.list();
        begin.getItems().forEach(this::append);
        watch = resources.watch(
                new ListOptionsBuilder()
                        .withResourceVersion(begin.getMetadata().getResourceVersion())
                        .build(),
                new Recorder());
    }

    static <T extends CustomResource<?, ?>> History<T> of(KubernetesClient client, Class<T> kind) {
        return new History<>(client, kind);
    }

    private final class Recorder implements Watcher<T> {
        @Override
        public void eventReceived(Action action, T version) {
            if (action != Action.BOOKMARK) append(version);
        }

        @Override
        public void onClose(WatcherException cause) {
            gap = cause;
        }
    }

    private void append(T version) {
        versions.computeIfAbsent(version.getMetadata().getUid(), uid -> new ArrayList<>())
                .add(version);
    }

    /** Complete up to the moment at which this version was written. */
    boolean hasSeen(HasMetadata version) {
        if (gap != null) throw new AssertionError("the history has a gap", gap);
        var uid = version.getMetadata().getUid();
        return versions.getOrDefault(uid, List.of()).stream()
                .anyMatch(known -> known.getMetadata()
                        .getResourceVersion()
                        .equals(version.getMetadata().getResourceVersion()));
    }

    Collection<List<T>> all() {
        return versions.values();
    }

    @Override
    public void close() {
        watch.close();
    }
}
