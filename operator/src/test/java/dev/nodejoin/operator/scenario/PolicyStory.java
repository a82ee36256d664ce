package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.AuditSummary;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.operator.fixture.Specifications;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** One policy, from writing to its end. It governs the Nodes whose names begin with its own. */
final class PolicyStory implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OperatorBed bed;
    private final String name;
    private final String nodeNames;

    private PolicyStory(OperatorBed bed, String name, String nodeNames) {
        this.bed = bed;
        this.name = name;
        this.nodeNames = nodeNames;
    }

    /** The rest of a specification: {@code 'bounds': {...}, 'rules': [...]}. */
    static PolicyStory written(OperatorBed bed, String rest) {
        var name = bed.freshName();
        return new PolicyStory(bed, name, name + "-*").write(rest);
    }

    /** One that governs Nodes of other names than its own. */
    static PolicyStory governing(OperatorBed bed, String nodeNames, String rest) {
        return new PolicyStory(bed, bed.freshName(), nodeNames).write(rest);
    }

    private PolicyStory write(String rest) {
        var policy = new NodeJoinPolicy();
        policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
        policy.setSpec(specification(rest));
        bed.admin().resource(policy).create();
        return seen();
    }

    private NodeJoinPolicySpec specification(String rest) {
        var more = rest.isEmpty() ? "" : ", " + rest;
        return Specifications.policy(
                "{'governs': {'roles': ['Worker'], 'nodeNames': ['%s']}%s}".formatted(nodeNames, more));
    }

    PolicyStory rewritten(String rest) {
        resource().edit(policy -> {
            policy.setSpec(specification(rest));
            return policy;
        });
        return seen();
    }

    /** The operator has said what it makes of it; a moment later it holds for requests as well. */
    private PolicyStory seen() {
        var generation = resource().require().getMetadata().getGeneration();
        await("the status of policy " + name)
                .atMost(PATIENCE)
                .until(() -> Optional.ofNullable(resource().require().getStatus())
                        .filter(status -> generation.equals(status.observedGeneration()))
                        .isPresent());
        return this;
    }

    Resource<NodeJoinPolicy> resource() {
        return bed.admin().resources(NodeJoinPolicy.class).withName(name);
    }

    String name() {
        return name;
    }

    /** A request for a Node that it governs. */
    JoinStory ask(String json) {
        return bed.ask(Specifications.edited(Specifications.forNode(name + "-" + bed.freshName()), json));
    }

    Condition accepted() {
        return Objects.requireNonNull(resource().require().getStatus().conditions())
                .getFirst();
    }

    void awaitAudit(Consumer<AuditSummary> says) {
        await("what policy " + name + " would refuse").atMost(PATIENCE).untilAsserted(() -> {
            var audit = resource().require().getStatus().audit();
            assertThat(audit).isNotNull();
            says.accept(audit);
        });
    }

    @Override
    public void close() {
        resource().delete();
    }
}
