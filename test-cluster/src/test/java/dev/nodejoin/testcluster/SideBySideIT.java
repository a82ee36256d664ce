package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SideBySideIT {
    @BeforeAll
    static void check() {
        assumeThat(TestCluster.unavailable()).isEmpty();
    }

    @Test
    void clusters_that_run_at_once_share_nothing() {
        var starting = CompletableFuture.supplyAsync(TestCluster::start);
        try (var one = TestCluster.start();
                var other = starting.join()) {
            one.admin()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName("only-here")
                            .endMetadata()
                            .build())
                    .create();
            assertThat(other.admin().namespaces().withName("only-here").get()).isNull();
            assertThat(one.caCertificate()).isNotEqualTo(other.caCertificate());
            assertThat(one.server()).isNotEqualTo(other.server());
            assertThat(one.directory()).isNotEqualTo(other.directory());
        }
    }
}
