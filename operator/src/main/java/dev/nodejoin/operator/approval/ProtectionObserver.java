package dev.nodejoin.operator.approval;

import dev.nodejoin.api.install.InstallManifest;
import dev.nodejoin.policy.approval.Protection;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Compares the admission policies that protect approvals, as they are in the cluster, with those that are shipped. */
public final class ProtectionObserver {
    private final Shipped shipped;
    private final Supplier<List<HasMetadata>> cache;
    private final KubernetesClient client;
    private final InstantSource clock;
    private Observation last;

    /**
     * Judges nothing until it is asked.
     *
     * @param cache the labelled policies and bindings as the informers know them
     */
    public ProtectionObserver(
            Shipped shipped, Supplier<List<HasMetadata>> cache, KubernetesClient client, InstantSource clock) {
        this.shipped = shipped;
        this.cache = cache;
        this.client = client;
        this.clock = clock;
        this.last = new Observation(new Protection.Broken(List.of()), clock.instant());
    }

    /** The policies and bindings that have to be there, word for word. */
    public record Shipped(List<ValidatingAdmissionPolicy> policies, List<ValidatingAdmissionPolicyBinding> bindings) {
        public Shipped {
            policies = List.copyOf(policies);
            bindings = List.copyOf(bindings);
        }

        private List<HasMetadata> all() {
            return Stream.<HasMetadata>concat(policies.stream(), bindings.stream())
                    .toList();
        }
    }

    /**
     * A look at the protection.
     *
     * @param since when this process first saw the protection as it is now
     */
    public record Observation(Protection protection, Instant since) {}

    public synchronized Observation observe() {
        var protection = compare(cache.get());
        if (!protection.equals(last.protection())) last = new Observation(protection, clock.instant());
        return last;
    }

    /** Asks the API server instead of the caches. */
    public Protection readAnew() {
        var policies = client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicies()
                .withLabel(InstallManifest.PROTECTS_LABEL)
                .list();
        var bindings = client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withLabel(InstallManifest.PROTECTS_LABEL)
                .list();
        return compare(Stream.<HasMetadata>concat(policies.getItems().stream(), bindings.getItems().stream())
                .toList());
    }

    private Protection compare(List<? extends HasMetadata> live) {
        var problems = new ArrayList<String>();
        var objects = new ArrayList<ProtectingObject>();
        for (var expected : shipped.all()) {
            var found = live.stream()
                    .filter(object -> isSame(expected, object))
                    .findFirst()
                    .orElse(null);
            if (found == null) problems.add(describe(expected) + " is missing");
            else if (!specOf(expected).equals(specOf(found)))
                problems.add(describe(expected) + " differs from what is shipped");
            else objects.add(protecting(found));
        }
        return problems.isEmpty() ? new Protection.Intact(objects) : new Protection.Broken(problems);
    }

    private static ProtectingObject protecting(HasMetadata found) {
        var metadata = found.getMetadata();
        return new ProtectingObject(
                found.getKind(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getGeneration(),
                Instant.parse(metadata.getCreationTimestamp()));
    }

    private static Object specOf(HasMetadata object) {
        return switch (object) {
            case ValidatingAdmissionPolicy policy -> policy.getSpec();
            case ValidatingAdmissionPolicyBinding binding -> binding.getSpec();
            default -> throw new IllegalArgumentException(describe(object) + " protects nothing");
        };
    }

    private static boolean isSame(HasMetadata expected, HasMetadata found) {
        return expected.getClass() == found.getClass()
                && expected.getMetadata().getName().equals(found.getMetadata().getName());
    }

    private static String describe(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
