package dev.nodejoin.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nodejoin.testcluster.binaries.Environment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UnavailableIT {
    @BeforeAll
    static void check() {
        assumeThat(TestCluster.unavailable()).isEmpty();
        assumeThat(Environment.current().program("unshare"))
                .as("unshare of util-linux")
                .isPresent();
    }

    @Test
    void where_user_namespaces_are_forbidden_the_reason_is_told() {
        // Inside a user namespace its owner may forbid further ones.
        var forbid = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"";
        try (var jvm = OtherJvm.start("unshare", "--user", "--map-root-user", "sh", "-c", forbid, "sh")) {
            assertThat(jvm.said("unavailable"))
                    .contains("a bed needs user, mount, pid, network, uts and ipc namespaces")
                    .contains("sysctl user.max_user_namespaces is 0");
        }
    }
}
