package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plays examples/edge-fleet: machines of a fleet join without anybody being asked, others wait or are refused. */
class EdgeFleetIT {
    private static final Pattern SAMPLE_KEY =
            Pattern.compile("(?s)-----BEGIN PUBLIC KEY-----.*-----END PUBLIC KEY-----\n");
    private static final Duration TIME_TO_APPROVE = Duration.ofSeconds(3);
    private static final Duration A_WEEK = Duration.ofDays(7);
    private static final Duration BACKDATING = Duration.ofMinutes(10);

    @RegisterExtension
    static final Theatre theatre = new Theatre();

    @Test
    void the_fleet_joins_by_itself_and_nobody_else_does() throws IOException {
        theatre.apply("edge-fleet/people.yaml");
        theatre.apply("edge-fleet/policy.yaml");
        var fleet = theatre.asServiceAccount("edge-fleet");
        for (var name : List.of("edge-berlin-1", "edge-berlin-2", "edge-oslo-1")) joins(fleet, name);

        assertThat(ask(fleet, request("core-1", "core")).succeeded()).isTrue();
        assertThat(ask(fleet, request("edge-berlin-3", "edge-oslo")).succeeded())
                .isTrue();
        theatre.requests().awaitUnmet("edge-berlin-3", "Accepted", "RuleFailed");
        theatre.requests().ask("edge-berlin-4");
        theatre.requests().awaitUnmet("edge-berlin-4", "Accepted", "OutOfBounds");
        // Every request waits for a moment: whoever would approve this one by itself has had the time.
        Pause.of(TIME_TO_APPROVE);
        theatre.requests().awaitUnmet("core-1", "Approved", "AwaitingApproval");
        assertThat(theatre.requests().field("core-1", "{.status.approved}")).isEmpty();
    }

    private static void joins(Kubectl fleet, String name) throws IOException {
        var machine = theatre.cluster().startMachine(name);
        var zone = name.substring(0, name.lastIndexOf('-'));
        var request = SAMPLE_KEY
                .matcher(request(name, zone))
                .replaceFirst(Matcher.quoteReplacement(indented(SavedHandOff.publicKey(machine))));
        Pause.until(
                "the fleet to ask",
                Theatre.PATIENCE,
                () -> Optional.of(ask(fleet, request)).filter(Kubectl.Answer::succeeded));
        Theatre.join(machine, theatre.requests().handOff(name));
        theatre.requests().awaitMet(name, "Ready");
        assertThat(theatre.requests().field(name, "{.status.approved.policies[*].name}"))
                .isEqualTo("edge-fleet");
        assertThat(theatre.requests().field(name, "{.status.approved.by}")).isEqualTo("[]");
        assertThat(theatre.admin().must("get", "node", name, "-L", "topology.kubernetes.io/zone"))
                .contains(zone);
        var notAfter = Instant.parse(theatre.requests().field(name, "{.status.certificate.notAfter}"));
        assertThat(notAfter)
                .isBetween(
                        Instant.now().plus(A_WEEK).minus(BACKDATING),
                        Instant.now().plus(A_WEEK));
    }

    private static String request(String name, String zone) throws IOException {
        return Files.readString(Path.of("edge-fleet/request.yaml"))
                .replace("zone: edge-berlin", "zone: " + zone)
                .replace("edge-berlin-1", name);
    }

    /** As it stands in the request. */
    private static String indented(String pem) {
        return pem.indent(6).stripLeading();
    }

    private static Kubectl.Answer ask(Kubectl fleet, String request) {
        return fleet.run(request, List.of("apply", "-f", "-"));
    }
}
