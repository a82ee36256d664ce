package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fifty joins in flight while everything that approves automatically is re-created, and the operator comes and goes. */
final class ClosedGateStormIT {
    private static final String OPERATOR = "system:serviceaccount:nodejoin-system:nodejoin-operator";
    private static final String CONTROLLER_MANAGER = "system:serviceaccount:kube-system:certificate-controller";
    private static final String SELF_NODE_CLIENT =
            "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient";
    private static final int OF_EACH = 25;
    private static final int TOKENS = 5;
    private static final int KEPT_FOR_LATER = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicBoolean storm = new AtomicBoolean(true);
    private GateBed gate;

    @BeforeEach
    void close() {
        gate = GateBed.closed();
    }

    @AfterEach
    void open() {
        if (gate == null) return;
        storm.set(false);
        gate.unbind("everything-to-tokens");
        gate.unbind("everything-to-everybody");
        gate.bind(GateBed.KUBEADMS_BINDING, GateBed.NODE_CLIENT, GateBed.KUBEADMS_GROUP);
        gate.open();
        gate.bed().admin().certificates().v1().certificateSigningRequests().delete();
    }

    private record Asked(WireNode machine, String csr) {}

    @Test
    void no_bootstrap_request_is_approved_by_anybody_but_the_operator() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bindings = threads.submit(this::recreateBindings);
            var machines = all(threads, OF_EACH, number -> this::approvedMachine);
            var classic = all(threads, TOKENS, number -> gate::classicMachine);
            var ours = new ArrayList<Asked>();
            var theirs = new ArrayList<Asked>();
            ours.addAll(all(threads, OF_EACH - KEPT_FOR_LATER, number -> () -> ask(machines.get(number))));
            theirs.addAll(all(
                    threads,
                    OF_EACH,
                    number -> () -> ask(
                            new Machine(classic.get(number % TOKENS), gate.bed().freshName()))));
            gate.bed().stopOperator();
            var away =
                    all(threads, KEPT_FOR_LATER, number -> () -> ask(machines.get(OF_EACH - KEPT_FOR_LATER + number)));
            await("nobody to approve while the operator is away")
                    .during(Duration.ofSeconds(5))
                    .atMost(PATIENCE)
                    .until(() -> away.stream().allMatch(ClosedGateStormIT::isUndecided));
            gate.bed().startOperatorAgain();
            ours.addAll(away);
            await("every promised one to be approved")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ours).allMatch(ClosedGateStormIT::isApprovedByTheOperator));
            storm.set(false);
            bindings.get();
            assertThat(theirs).hasSize(OF_EACH).allMatch(ClosedGateStormIT::isUndecided);
            assertApprovers(names(Stream.concat(ours.stream(), theirs.stream())), names(ours.stream()));
        } finally {
            storm.set(false);
        }
    }

    private record Machine(WireNode wire, String node) {}

    private Machine approvedMachine() {
        var node = gate.bed().freshName();
        return new Machine(gate.bed().ask(node).approve().takeHandOff(), node);
    }

    private static Asked ask(Machine machine) {
        return new Asked(machine.wire(), machine.wire().request(machine.node(), WireNode.newKey()));
    }

    private interface Task<T> {
        Callable<T> of(int number);
    }

    private static <T> List<T> all(java.util.concurrent.ExecutorService threads, int count, Task<T> task)
            throws ExecutionException, InterruptedException {
        var futures = IntStream.range(0, count)
                .mapToObj(number -> threads.submit(task.of(number)))
                .toList();
        var results = new ArrayList<T>();
        for (Future<T> future : futures) results.add(future.get());
        return results;
    }

    /** As kubeadm upgrade, Flux or kubespray would, and worse, as often as they can. */
    private boolean recreateBindings() {
        while (storm.get()) {
            gate.bind(GateBed.KUBEADMS_BINDING, GateBed.NODE_CLIENT, GateBed.KUBEADMS_GROUP);
            gate.bind("kubeadm:node-autoapprove-certificate-rotation", SELF_NODE_CLIENT, "system:nodes");
            gate.bind("everything-to-tokens", "cluster-admin", "system:bootstrappers");
            gate.bind("everything-to-everybody", "cluster-admin", "system:authenticated");
            gate.unbind("everything-to-tokens");
            gate.unbind(GateBed.KUBEADMS_BINDING);
        }
        return true;
    }

    private static boolean isUndecided(Asked asked) {
        return asked.machine().decision(asked.csr()).isEmpty();
    }

    private static boolean isApprovedByTheOperator(Asked asked) {
        var status = asked.machine().csr(asked.csr()).getStatus();
        return status != null
                && status.getConditions().stream()
                        .anyMatch(condition -> "Approved".equals(condition.getType())
                                && "NodeJoinRequestApproved".equals(condition.getReason()));
    }

    /** The audit log has every write of an approval, and who made it. */
    private void assertApprovers(Set<String> all, Set<String> promised) {
        var writes =
                approvalWrites().filter(write -> all.contains(write.name())).toList();
        var successful = writes.stream().filter(write -> write.code() < 300).toList();
        assertThat(successful).extracting(Write::user).containsOnly(OPERATOR);
        assertThat(successful).extracting(Write::name).containsExactlyInAnyOrderElementsOf(promised);
        assertThat(writes)
                .filteredOn(write -> write.code() == 403)
                .extracting(Write::user)
                .as("kube-controller-manager tried")
                .contains(CONTROLLER_MANAGER);
    }

    private record Write(String user, String name, int code) {}

    private Stream<Write> approvalWrites() {
        try {
            return Files.readAllLines(gate.bed().cluster().auditLog()).stream()
                    .filter(line -> line.contains("certificatesigningrequests") && line.contains("\"approval\""))
                    .map(ClosedGateStormIT::parsed)
                    .filter(Objects::nonNull)
                    .map(event -> new Write(
                            event.at("/user/username").asText(),
                            event.at("/objectRef/name").asText(),
                            event.at("/responseStatus/code").asInt()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @org.jspecify.annotations.Nullable JsonNode parsed(String line) {
        try {
            return JsonMapper.builder().build().readTree(line);
        } catch (IOException e) {
            return null;
        }
    }

    private static Set<String> names(Stream<Asked> asked) {
        return Set.copyOf(asked.map(Asked::csr).toList());
    }
}
