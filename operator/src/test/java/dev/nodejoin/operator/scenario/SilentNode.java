package dev.nodejoin.operator.scenario;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A Node whose kubelet is not there: what kube-controller-manager would write of it, without waiting for that. */
record SilentNode(KubernetesClient admin, String name) {
    SilentNode since(Duration ago) {
        return says("Unknown", ago);
    }

    /** As the kubelet does when it is back. */
    SilentNode isBack() {
        return says("True", Duration.ZERO);
    }

    private SilentNode says(String ready, Duration ago) {
        var at = Instant.now().minus(ago).truncatedTo(ChronoUnit.SECONDS).toString();
        var condition = new NodeConditionBuilder()
                .withType("Ready")
                .withStatus(ready)
                .withReason("ByTheTest")
                .withMessage("")
                .withLastTransitionTime(at)
                .withLastHeartbeatTime(at)
                .build();
        // Kubernetes' controllers taint and label the Node meanwhile.
        Edits.make(() -> admin.nodes().withName(name).editStatus(node -> with(node, condition)));
        return this;
    }

    private static Node with(Node node, io.fabric8.kubernetes.api.model.NodeCondition condition) {
        return new NodeBuilder(node)
                .editOrNewStatus()
                .withConditions(List.of(condition))
                .endStatus()
                .build();
    }

    SilentNode withLeaseRenewed(Duration ago) {
        admin.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-node-lease")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC).minus(ago))
                        .endSpec()
                        .build())
                .serverSideApply();
        return this;
    }
}
