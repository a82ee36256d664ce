package dev.nodejoin.agent.preflight;

import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A join of worker-1 by a hand-off, but for what is said here. */
final class OrderBuilder {
    boolean isSystem = true;
    String nodeName = "worker-1";
    Optional<BootstrapTokenDiscovery> discovery = Optional.empty();
    Trust trust = new Trust.Unknown();
    Optional<String> proxy = Optional.empty();
    IgnoredChecks ignored = IgnoredChecks.NONE;

    OrderBuilder discovering(String endpoint) {
        discovery = Optional.of(new BootstrapTokenDiscovery(
                BootstrapToken.parse("abcdef.0123456789abcdef"), endpoint, List.of(), true));
        return this;
    }

    OrderBuilder ignoring(String... checks) {
        ignored = new IgnoredChecks(Set.of(checks));
        return this;
    }

    PreflightOrder build() {
        return new PreflightOrder(
                isSystem,
                nodeName,
                "unix:///run/containerd/containerd.sock",
                "/etc/kubernetes/pki/ca.crt",
                discovery,
                trust,
                proxy,
                ignored);
    }
}
