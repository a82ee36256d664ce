package dev.nodejoin.agent.join;

import dev.nodejoin.agent.cluster.ClusterApi;
import dev.nodejoin.agent.cluster.ClusterException;
import dev.nodejoin.agent.plan.Credential;
import dev.nodejoin.agent.plan.Decision;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.agent.plan.SigningRequest;
import dev.nodejoin.protocol.pki.NodeKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asking for the node's certificate and waiting for it. */
final class CertificateSteps {
    /** A watch that ends by itself well before a request's time is over. */
    private static final Duration LONGEST_WATCH = Duration.ofSeconds(8);

    /** Whoever approves without a person has done it by then. */
    private static final Duration AUTOMATIC = Duration.ofSeconds(2);

    private static final Duration FIRST_WATCH = Duration.ofSeconds(3);

    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

    private final JoinGoal goal;
    private final Limits limits;
    private final Connections connections;
    private final ApiCalls calls;
    private final JoinClock clock;
    private final Transcript transcript;
    private @Nullable Deadline deadline;

    CertificateSteps(
            JoinGoal goal,
            Limits limits,
            Connections connections,
            ApiCalls calls,
            JoinClock clock,
            Transcript transcript) {
        this.goal = goal;
        this.limits = limits;
        this.connections = connections;
        this.calls = calls;
        this.clock = clock;
        this.transcript = transcript;
    }

    JoinState submit(String name, JoinState state) {
        var key = state.key().orElseThrow(() -> new IllegalStateException("there is no key yet"));
        var api = connections.as(Credential.BOOTSTRAP, state);
        var request = ask(
                "create certificate signing requests",
                () -> create(api, name, key).or(() -> find(api, name)));
        return state.withRequest(request);
    }

    private Optional<SigningRequest> create(ClusterApi api, String name, NodeKey key) {
        var created = api.submit(name, key.certificateRequestPem(goal.nodeName()), goal.certificateLifetime());
        created.ifPresent(request -> transcript.say(
                Phase.CERTIFICATE,
                "Created the certificate signing request \"%s\" for \"%s\" (key %s)"
                        .formatted(name, goal.nodeName(), key.publicKeyInfo().sha256())));
        return created;
    }

    private Optional<SigningRequest> find(ClusterApi api, String name) {
        var found = api.signingRequest(name);
        found.ifPresent(request -> transcript.say(
                Phase.CERTIFICATE, "Found the certificate signing request \"%s\" of an earlier run".formatted(name)));
        return found;
    }

    /** Waits until the request is decided or gone. */
    JoinState await(SigningRequest request, JoinState state) {
        var api = connections.as(Credential.BOOTSTRAP, state);
        var end = deadline();
        var signer = new SignerWait(clock, transcript);
        var seen = request;
        var told = false;
        while (isOpen(seen)) {
            signer.look(seen);
            if (end.isOver()) {
                throw new JoinFailedException(Failures.notApproved(seen, Transcript.shown(end.length())));
            }
            var next = look(api, seen, end, signer.quiet(told ? LONGEST_WATCH : FIRST_WATCH));
            if (next.isEmpty()) {
                transcript.warn(Phase.CERTIFICATE, "the request \"%s\" was deleted".formatted(seen.name()));
                end.pause(PAUSE_AFTER_TROUBLE);
                return state.withRequest(Optional.empty());
            }
            seen = next.get();
            told = told || tellIfApprovalIsDue(seen, end);
        }
        if (seen.decision() instanceof Decision.Issued) {
            transcript.say(
                    Phase.CERTIFICATE,
                    "The certificate was issued after %s".formatted(Transcript.shown(end.elapsed())));
        }
        return state.withRequest(Optional.of(seen));
    }

    /** Says what a person can do, once it shows that nothing approves by itself; returns whether it did. */
    private boolean tellIfApprovalIsDue(SigningRequest seen, Deadline end) {
        var due = seen.decision() instanceof Decision.Undecided && end.elapsed().compareTo(AUTOMATIC) >= 0;
        if (due) {
            transcript.say(
                    Phase.CERTIFICATE,
                    "Still waiting for somebody to approve it; an administrator does that with: kubectl certificate approve %s"
                            .formatted(seen.name()));
        }
        return due;
    }

    private static boolean isOpen(SigningRequest request) {
        return request.decision() instanceof Decision.Undecided || request.decision() instanceof Decision.Approved;
    }

    /** The request as it is now; trouble that may heal only costs time. */
    private Optional<SigningRequest> look(ClusterApi api, SigningRequest seen, Deadline end, Duration longest) {
        try {
            return api.awaitChange(seen, shorter(end.left(), longest)).or(() -> api.signingRequest(seen.name()));
        } catch (ClusterException e) {
            if (!e.problem().mayHeal()) {
                throw calls.failed(e, Credential.BOOTSTRAP, "watch its certificate signing request");
            }
            end.pause(PAUSE_AFTER_TROUBLE);
            return Optional.of(seen);
        }
    }

    /** One for all requests of a run: a request that is deleted and made again does not get more time. */
    private Deadline deadline() {
        if (deadline == null) {
            transcript.say(
                    Phase.CERTIFICATE,
                    "Waiting for its approval. This can take up to %s".formatted(Transcript.shown(limits.approval())));
            deadline = new Deadline(clock, limits.approval());
        }
        return deadline;
    }

    private <T> T ask(String doing, Supplier<T> question) {
        return calls.ask(Phase.CERTIFICATE, Credential.BOOTSTRAP, limits.apiCall(), doing, question);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
