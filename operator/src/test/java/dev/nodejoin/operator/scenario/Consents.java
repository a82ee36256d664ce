package dev.nodejoin.operator.scenario;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.fixture.Specifications;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What people really meant to say, kept by the test: the text that was before their eyes. */
final class Consents {
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> refusals = new ConcurrentSkipListMap<>();

    /** To this very object. */
    void says(String by, NodeJoinRequest seen) {
        said.add(by + " says " + seen.getMetadata().getUid() + " " + text(seen));
    }

    /** To whatever has this name and these words. */
    void writes(String by, NodeJoinRequest seen) {
        said.add(by + " writes " + seen.getMetadata().getName() + " " + text(seen));
    }

    void denies(NodeJoinRequest answer) {
        denied.add(answer.getMetadata().getUid());
    }

    void refused(KubernetesClientException refusal) {
        refusals.computeIfAbsent(refusal.getCode(), code -> new AtomicInteger()).incrementAndGet();
    }

    boolean hasSaid(String by, NodeJoinRequest request) {
        return said.contains(by + " says " + request.getMetadata().getUid() + " " + text(request));
    }

    boolean hasWritten(String by, NodeJoinRequest request) {
        return said.contains(by + " writes " + request.getMetadata().getName() + " " + text(request));
    }

    /** UIDs of requests whose denial the API server took. */
    Set<String> denied() {
        return Set.copyOf(denied);
    }

    Map<Integer, AtomicInteger> refusals() {
        return refusals;
    }

    private static String text(NodeJoinRequest request) {
        return Serialization.asJson(Specifications.edited(request.getSpec(), "{'suspend': null}"));
    }
}
