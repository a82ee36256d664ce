package dev.nodejoin.operator.runtime;

import dev.nodejoin.api.v1alpha1.BootstrapState;
import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinGateStatus;
import dev.nodejoin.api.v1alpha1.UnrequestedStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The meters of the gate: what its status says. NaN where no NodeJoinGate was declared, for then nobody knows. */
final class GateMetrics {
    private final MeterRegistry registry;
    private final Supplier<Optional<NodeJoinGate>> gate;

    private GateMetrics(MeterRegistry registry, Supplier<Optional<NodeJoinGate>> gate) {
        this.registry = registry;
        this.gate = gate;
    }

    static void watch(MeterRegistry registry, Supplier<Optional<NodeJoinGate>> gate) {
        var metrics = new GateMetrics(registry, gate);
        metrics.gauge(
                "nodejoin.gate.closed",
                "1 while the gate is closed",
                status -> status.bootstrap() == BootstrapState.CLOSED ? 1 : 0);
        metrics.gauge(
                "nodejoin.gate.auto.approvers",
                "Bindings that would approve what is asked for with bootstrap tokens",
                status -> Objects.requireNonNullElse(status.autoApproverCount(), 0));
        metrics.unrequested(
                "nodejoin.unrequested.certificate.requests",
                "Undecided certificate signing requests of bootstrap tokens that nobody asked for",
                UnrequestedStatus::pendingRequests);
        metrics.unrequested(
                "nodejoin.inbox.requests",
                "Requests of the inbox that nobody decided yet",
                UnrequestedStatus::inboxRequests);
        metrics.unrequested(
                "nodejoin.inbox.not.taken", "Machines that found no place in the inbox", UnrequestedStatus::notTaken);
    }

    private void unrequested(String name, String description, Function<UnrequestedStatus, @Nullable Integer> count) {
        gauge(
                name,
                description,
                status -> Optional.ofNullable(status.unrequested()).map(count).orElse(0));
    }

    private void gauge(String name, String description, ToIntFunction<NodeJoinGateStatus> value) {
        Gauge.builder(
                        name,
                        gate,
                        look -> look.get()
                                .map(NodeJoinGate::getStatus)
                                .map(status -> (double) value.applyAsInt(status))
                                .orElse(Double.NaN))
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
