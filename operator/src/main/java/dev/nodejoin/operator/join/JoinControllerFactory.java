package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;

/** Makes the parts of a reconciler once the framework offers its caches. */
@FunctionalInterface
public interface JoinControllerFactory {
    JoinController create(EventSourceContext<NodeJoinRequest> context);
}
