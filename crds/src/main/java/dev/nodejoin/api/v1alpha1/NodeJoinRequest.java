package dev.nodejoin.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/** One machine that shall become one Node: asked for, approved, joined, and afterwards the record of it. */
@NullUnmarked // the client leaves spec and status null where the object has none
@Group("nodejoin.dev")
@Version("v1alpha1")
@Plural("nodejoinrequests")
@ShortNames("njr")
@Categories("nodejoin")
public class NodeJoinRequest extends CustomResource<NodeJoinRequestSpec, NodeJoinRequestStatus> implements Namespaced {
    @Override
    @Required
    public NodeJoinRequestSpec getSpec() {
        return super.getSpec();
    }
}
