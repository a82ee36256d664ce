package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/audit-before-enforce on real machines: audit tells what enforce will stop, and stops nothing. */
class AuditBeforeEnforceIT {
    private static final String POLICY = "edge-zones";

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void audit_tells_what_enforce_will_stop() {
        theatre.apply("first-join/people.yaml");
        theatre.apply("audit-before-enforce/policy.yaml");
        theatre.apply("audit-before-enforce/requests.yaml");
        awaitPolicy("{.status.audit.wouldRefuse}", "1");
        assertThat(policy("{.status.audit.lastRefusals[*].name}")).isEqualTo("edge-careless edge-careless");
        assertThat(policy("{.status.audit.lastRefusals[*].message}"))
                .contains("at most 1800 is allowed", "in which zone it is");
        assertThat(events()).isEqualTo("edge-careless edge-careless");
        joins("edge-good");
        joins("edge-careless");

        theatre.admin().must("patch", "njp", POLICY, "--type=merge", "-p", "{\"spec\":{\"mode\":\"Enforce\"}}");
        awaitPolicy("{.status.observedGeneration}", "2");
        theatre.requests().ask("edge-another");
        theatre.requests().awaitUnmet("edge-another", "Accepted", "OutOfBounds");
        assertThat(theatre.requests().message("edge-another", "Accepted"))
                .contains("at most 1800 is allowed", "in which zone it is");
        theatre.requests().awaitMet("edge-careless", "Ready");
    }

    private static void joins(String node) {
        theatre.requests().approveAs("alice", node);
        theatre.joinApproved(node);
        theatre.requests().awaitMet(node, "Ready");
    }

    private static String events() {
        return theatre.admin()
                .must(
                        "get",
                        "events",
                        "-n",
                        Stage.NAMESPACE,
                        "--field-selector=reason=PolicyWouldRefuse",
                        "-o",
                        "jsonpath={.items[*].involvedObject.name}");
    }

    private static void awaitPolicy(String path, String value) {
        Pause.until(
                () -> "%s of the policy to be %s, not %s".formatted(path, value, policy(path)),
                Theatre.PATIENCE,
                () -> Optional.of(policy(path)).filter(value::equals));
    }

    private static String policy(String path) {
        return theatre.admin().must("get", "njp", POLICY, "-o", "jsonpath=" + path);
    }
}
