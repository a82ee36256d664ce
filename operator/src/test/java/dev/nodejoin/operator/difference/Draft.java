package dev.nodejoin.operator.difference;

import dev.nodejoin.protocol.pki.CertificateRequests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A submission in the making. Begins as one of the many ways in which a machine asks for exactly what it was promised. */
final class Draft {
    static final String COMMON_NAME = "2.5.4.3";
    static final String ORGANIZATION = "2.5.4.10";

    /** Puts one thing into a request. */
    @FunctionalInterface
    interface Step {
        void applyTo(CertificateRequests request);
    }

    private static final List<Step> KEYS = List.of(
            request -> {},
            request -> request.ec("secp384r1"),
            request -> request.ec("secp521r1"),
            request -> request.rsa(2048),
            request -> request.rsa(3072),
            CertificateRequests::ed25519);

    final RandomGenerator random;
    final String promisedNode;
    final List<Step> subject = new ArrayList<>();
    final List<Step> more = new ArrayList<>();
    List<String> usages = new ArrayList<>(List.of("digital signature", "client auth"));
    Asker asker = Asker.PROMISED;
    String signer = "kubernetes.io/kube-apiserver-client-kubelet";
    boolean pinsAnotherKey;
    boolean isWeak;
    String before = "";
    String after = "";

    Draft(RandomGenerator random) {
        this.random = random;
        promisedNode = nodeName();
        subject.add(name(ORGANIZATION, "system:nodes"));
        subject.add(name(COMMON_NAME, "system:node:" + promisedNode));
        if (random.nextInt(4) == 0) Collections.reverse(subject);
        if (random.nextBoolean()) usages.add("key encipherment");
        if (random.nextBoolean()) Collections.reverse(usages);
        more.add(anyOf(KEYS));
    }

    private String nodeName() {
        return switch (random.nextInt(4)) {
            case 0 -> "worker-" + random.nextInt(1000);
            case 1 -> "rack-%d.node-%d.example.com".formatted(random.nextInt(10), random.nextInt(100));
            case 2 -> "n";
            default -> "x".repeat(1 + random.nextInt(63));
        };
    }

    Step name(String oid, String value) {
        var utf8 = random.nextBoolean();
        return request -> {
            if (utf8) request.utf8Rdn(oid, value);
            else request.rdn(oid, value);
        };
    }

    <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Submission submit(String name, List<Deviation> deviations) {
        deviations.forEach(deviation -> deviation.applyTo(this));
        var request = CertificateRequests.request();
        subject.forEach(step -> step.applyTo(request));
        more.forEach(step -> step.applyTo(request));
        return new Submission(
                name,
                asker,
                signer,
                usages,
                before + request.pemText() + after,
                promisedNode,
                pinnedKey(request),
                deviations);
    }

    private Optional<String> pinnedKey(CertificateRequests request) {
        if (pinsAnotherKey) return Optional.of("sha256:" + "0".repeat(64));
        if (isWeak || random.nextBoolean()) return Optional.empty();
        return Optional.of(request.publicKeyInfo().sha256());
    }
}
