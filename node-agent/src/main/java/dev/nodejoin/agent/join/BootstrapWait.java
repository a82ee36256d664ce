package dev.nodejoin.agent.join;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.kubelet.KubeletService;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Waits for the kubelet to bootstrap itself (kubeadm's kubelet-wait-bootstrap). A kubelet writes its kubeconfig before it
 * has the certificate that the kubeconfig refers to, so both must be there.
 */
final class BootstrapWait {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final JoinGoal goal;
    private final Limits limits;
    private final NodeFiles files;
    private final KubeletService kubelet;
    private final JoinClock clock;
    private final Transcript transcript;

    BootstrapWait(
            JoinGoal goal,
            Limits limits,
            NodeFiles files,
            KubeletService kubelet,
            JoinClock clock,
            Transcript transcript) {
        this.goal = goal;
        this.limits = limits;
        this.files = files;
        this.kubelet = kubelet;
        this.clock = clock;
        this.transcript = transcript;
    }

    JoinState await(JoinState state) {
        var deadline = new Deadline(clock, limits.approval());
        tellWhatIsWaitedFor(deadline);
        while (true) {
            var after = look(state);
            if (after.isPresent()) {
                transcript.say(
                        Phase.CERTIFICATE,
                        "The kubelet has its certificate after %s".formatted(Transcript.shown(deadline.elapsed())));
                return after.get();
            }
            kubelet.endedEarly().ifPresent(why -> {
                throw new JoinFailedException(Failures.kubeletCommand(why));
            });
            if (deadline.isOver()) {
                throw new JoinFailedException(Failures.notBootstrapped(missing(), Transcript.shown(deadline.length())));
            }
            deadline.pause(PAUSE);
        }
    }

    private void tellWhatIsWaitedFor(Deadline deadline) {
        transcript.say(Phase.KUBELET_START, "Waiting for the kubelet to perform the TLS Bootstrap");
        transcript.say(
                Phase.CERTIFICATE,
                "The kubelet asks for a certificate for \"%s\". This can take up to %s; where nothing approves it by itself,"
                                .formatted(goal.nodeName(), Transcript.shown(deadline.length()))
                        + " an administrator finds it with 'kubectl get csr'%s and approves it with"
                                .formatted(goal.requester()
                                        .map(user -> " (requestor " + user + ")")
                                        .orElse(""))
                        + " 'kubectl certificate approve NAME'");
    }

    private Optional<JoinState> look(JoinState state) {
        return files.read(NodePaths.KUBELET_CONF)
                .flatMap(kubeconfig -> pair().filter(this::isGood)
                        .map(pair -> state.withPair(pair)
                                .withFound(new NamedFiles(goal, files).of(kubeconfig))
                                .withFound(Map.of(NodePaths.KUBELET_CONF, kubeconfig))));
    }

    private boolean isGood(KubeletCertificatePair pair) {
        return goal.objectionTo(pair, clock.now()).isEmpty();
    }

    /** One that is half written is read again. */
    private Optional<KubeletCertificatePair> pair() {
        try {
            return files.read(NodePaths.CURRENT_PAIR).map(FileOnDisk::content).map(KubeletCertificatePair::parse);
        } catch (MalformedInputException notYet) {
            return Optional.empty();
        }
    }

    private String missing() {
        if (files.read(NodePaths.KUBELET_CONF).isEmpty()) {
            return NodePaths.KUBELET_CONF + " is not there";
        }
        return pair().map(pair -> goal.objectionTo(pair, clock.now())
                        .map(objection -> "%s can't be used: %s".formatted(NodePaths.CURRENT_PAIR, objection))
                        .orElse("it came too late"))
                .orElse(NodePaths.CURRENT_PAIR + " is not there");
    }
}
