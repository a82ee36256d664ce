package dev.nodejoin.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.operator.fixture.Specifications;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyLibraryTest {
    private final PolicyLibrary library = new PolicyLibrary();

    private static NodeJoinPolicy policy(String name, long generation) {
        var policy = new NodeJoinPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withUid("uid-of-" + name)
                .withGeneration(generation)
                .build());
        policy.setSpec(Specifications.policy("{'approval': {'approvers': 2}}"));
        return policy;
    }

    @Test
    void a_version_of_a_policy_is_compiled_once() {
        var all = library.readAll(List.of(policy("a", 1), policy("b", 1)));
        assertThat(library.readAll(List.of(policy("b", 1), policy("a", 1)))).isSameAs(all);
        assertThat(library.read(policy("a", 1))).isSameAs(library.read(policy("a", 1)));
        assertThat(library.readAll(List.of(policy("a", 2), policy("b", 1)))).isNotSameAs(all);
        assertThat(library.readAll(List.of(policy("a", 2)))).isNotSameAs(all);
    }

    @Test
    void a_policy_without_content_says_nothing() {
        var empty = policy("a", 1);
        empty.setSpec(null);
        assertThat(library.read(empty).problems()).isEmpty();
    }
}
